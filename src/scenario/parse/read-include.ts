import type { Problem } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { suggestion } from '../../core/nearest.ts'
import { packagedSchema } from '../../yaml/json-schema.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { validate } from '../../yaml/validate.ts'
import {
  childOf,
  entriesOf,
  entryOf,
  itemsOf,
  type YamlDocument,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { IncludedSteps } from '../model/control.ts'
import type { ScenarioStep } from '../model.ts'
import { type AdjacentFile, adjacentText } from './adjacent-file.ts'
import { explain, sitesWithin } from './name-sites.ts'
import { merged } from './problems-of-file.ts'
import { readCaptures } from './read-checks.ts'
import { readUses } from './read-own.ts'
import type { StepBase } from './read-single-step.ts'
import { templateOf } from './read-values.ts'
import { attempt, type Reading, report } from './reading.ts'
import { type DeclaredVariable, declarationsIn, variableFields } from './variables.ts'
import { namesOfFile, type Visible } from './visible-names.ts'

type ReadSteps = (nodes: readonly YamlNode[], before: Visible, reading: Reading) => { steps: ScenarioStep[] }

const mostFragments = 200

/** The steps of a fragment file, checked as a whole with the names that it declares. */
export function readInclude(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): IncludedSteps | undefined {
  const name = childOf(value, 'file')
  const found = adjacentText(name, reading)
  if (name === undefined || found === undefined || !isAllowed(found, name, reading)) return undefined
  const document = attempt(reading, () => readYaml(found.file, found.text))
  if (document === undefined) return undefined
  const { steps, params } = readFragment(document, found, reading, readSteps)
  const given = childOf(value, 'with')
  checkArguments(given, params, name, reading)
  return {
    ...base,
    kind: 'include',
    defaults: Object.fromEntries(params.map((param) => [param.name, param.default ?? null])) as JsonObject,
    with: Object.fromEntries(
      entriesOf(given).map((entry) => [entry.key, templateOf(entry.value, visible.declarations, reading)]),
    ),
    steps,
    assert: [],
    capture: readCaptures(node, reading),
  }
}

function isAllowed({ path, file }: AdjacentFile, name: YamlNode, reading: Reading): boolean {
  const circle = [...reading.above, reading.origin].find((outer) => outer.path === path)
  if (circle !== undefined) {
    const message = `${file} is being included already, it cannot include itself`
    report(reading, 'include-circle', message, name.place)
    return false
  }
  reading.fragments.count++
  if (reading.fragments.count <= mostFragments) return true
  if (reading.fragments.count === mostFragments + 1)
    report(reading, 'too-many-includes', `more than ${mostFragments} fragments are included in all`, name.place)
  return false
}

function readFragment(
  document: YamlDocument,
  found: AdjacentFile,
  outer: Reading,
  readSteps: ReadSteps,
): { steps: ScenarioStep[]; params: readonly DeclaredVariable[] } {
  const { root } = document
  const structure = validate(document, packagedSchema('fragment'), 'scenario')
  const reading: Reading = {
    outline: outer.outline,
    problems: [],
    explanations: new Map(),
    used: outer.used,
    directories: outer.directories,
    ...(outer.http && { http: outer.http }),
    origin: found,
    above: [...outer.above, outer.origin],
    fragments: outer.fragments,
    uses: new Map(),
    snapshots: new Map(),
    ...(outer.isClone && { isClone: true }),
  }
  const params = declarationsIn(childOf(root, 'params'), reading.problems)
  const nodes = itemsOf(childOf(root, 'steps'))
  explain(
    reading.explanations,
    sitesWithin(nodes),
    (line) => `it comes from line ${line}, and can be read in later steps only`,
  )
  reading.explanations.set('vars', 'a fragment reads what it is given, as params.NAME')
  reading.explanations.set('history', 'it is there behind the first parallel step')
  readUses(childOf(root, 'uses'), reading)
  const names = namesOfFile(variableFields(params), reading, 'params')
  const { steps } = readSteps(nodes, names, reading)
  keepNew(merged(structure, reading.problems), outer.problems)
  return { steps, params }
}

/** A fragment that is included twice is told of once. */
function keepNew(found: readonly Problem[], known: Problem[]): void {
  const told = new Set(known.map(identity))
  known.push(...found.filter((problem) => !told.has(identity(problem))))
}

function identity({ place, message }: Problem): string {
  return `${place?.file}:${place?.line}:${place?.column}:${message}`
}

function checkArguments(
  given: YamlNode | undefined,
  params: readonly DeclaredVariable[],
  name: YamlNode,
  reading: Reading,
): void {
  const known = params.map((param) => param.name)
  for (const { key, keyPlace } of entriesOf(given)) {
    if (known.includes(key)) continue
    const shown = key.slice(0, 60)
    report(reading, 'unknown-param', `the fragment has no parameter "${shown}"; ${suggestion(shown, known)}`, keyPlace)
  }
  const lacking = params.filter((param) => param.default === undefined && entryOf(given, param.name) === undefined)
  for (const param of lacking)
    report(
      reading,
      'missing-param',
      `the fragment needs "${param.name}", which has no default`,
      given?.place ?? name.place,
      'Give it in `with`.',
    )
}
