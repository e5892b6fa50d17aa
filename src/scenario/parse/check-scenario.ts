import { resolve } from 'node:path'
import type { Problem } from '../../core/error.ts'
import type { LandscapeOutline } from '../../core/landscape.ts'
import { packagedSchema } from '../../yaml/json-schema.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { validate } from '../../yaml/validate.ts'
import { childOf, itemsOf, textOf, type YamlDocument } from '../../yaml/yaml-document.ts'
import type { Scenario } from '../model.ts'
import { explain, sitesWithin } from './name-sites.ts'
import { knownDefect } from './outline-names.ts'
import { merged } from './problems-of-file.ts'
import { readCases } from './read-cases.ts'
import { readDirectories } from './read-directories.ts'
import { readHttpSettings } from './read-http-settings.ts'
import { readInvariants } from './read-invariants.ts'
import { readUses } from './read-own.ts'
import { readRunChecks } from './read-run-checks.ts'
import { readSteps } from './read-steps.ts'
import { readClone } from './read-sweep.ts'
import { optionalTemplate } from './read-values.ts'
import type { Reading } from './reading.ts'
import { declaredVariables, variableFields, variableValues } from './variables.ts'
import { namesOfFile, varsAlone } from './visible-names.ts'

export interface ScenarioInput {
  /** As messages name it. */
  file: string
  /** Absolute; `file` read from the working directory when nothing is said. */
  path?: string
  text: string
  /** What the landscape has; names are checked against it. */
  outline: LandscapeOutline
  /** What `--var` gave, as typed. */
  vars: Readonly<Record<string, string>>
}

export interface CheckedScenario {
  /** Not to be run when there are problems. */
  scenario: Scenario
  /** In the order of the file. */
  problems: readonly Problem[]
  document: YamlDocument
  /** Every name that some expression reads. */
  used: ReadonlySet<string>
}

/** Reads and checks a file as far as it goes. Throws usage errors only when the text is no YAML that is accepted. */
export function checkScenario(input: ScenarioInput, options: { complete: boolean }): CheckedScenario {
  const document = readYaml(input.file, input.text)
  const { root } = document
  const problems = validate(document, packagedSchema('scenario'), 'scenario')
  const directories = readDirectories(childOf(root, 'directories'))
  const reading: Reading = {
    outline: input.outline,
    problems: [],
    explanations: new Map(),
    used: new Set(),
    directories: directories.names,
    origin: { file: input.file, path: input.path ?? resolve(input.file) },
    above: [],
    fragments: { count: 0 },
    uses: new Map(),
    snapshots: new Map(),
    isClone: childOf(childOf(root, 'given'), 'clone') !== undefined,
  }
  reading.problems.push(...directories.problems)
  const variables = declaredVariables(root, reading.problems)
  const table = readCases(childOf(childOf(root, 'given'), 'cases'), variables, input.vars, reading)
  const vars = variableValues(variables, { ...table?.sample, ...input.vars }, options.complete, reading.problems)
  readUses(childOf(root, 'uses'), reading)
  const steps = itemsOf(childOf(root, 'steps'))
  const last = itemsOf(childOf(root, 'finally'))
  const sites = sitesWithin([...steps, ...last])
  explain(reading.explanations, sites, (line) => `it comes from line ${line}, and can be read in later steps only`)
  const fields = variableFields(variables)
  const names = namesOfFile(fields, reading)
  reading.http = readHttpSettings(childOf(root, 'http'), names, reading)
  reading.explanations.set('history', 'it is there behind the first parallel step')
  const main = readSteps(steps, names, reading)
  const checks = readRunChecks(itemsOf(childOf(root, 'checks')), { file: names, run: main.after }, steps, reading)
  const closing = readSteps(last, main.after, reading)
  explain(reading.explanations, sites, () => 'an invariant holds at any moment, it cannot read what a step left')
  const description = textOf(childOf(root, 'description'))
  const pack = optionalTemplate(childOf(childOf(root, 'given'), 'pack'), varsAlone(fields, reading), reading)
  const clone = readClone(childOf(root, 'given'), reading)
  const scenario: Scenario = {
    file: input.file,
    name: textOf(childOf(root, 'name')) ?? '',
    title: textOf(childOf(root, 'title')) ?? '',
    ...(description !== undefined && { description }),
    tags: itemsOf(childOf(root, 'tags')).flatMap((tag) => textOf(tag) ?? []),
    ...(pack !== undefined && { pack }),
    ...(clone && { clone }),
    vars,
    ...(table && { cases: table.cases }),
    directories: reading.directories,
    steps: main.steps,
    finally: closing.steps,
    invariants: readInvariants(itemsOf(childOf(root, 'invariants')), names, reading),
    checks,
    redeliver: textOf(childOf(root, 'redeliver')) === 'each',
    catches: itemsOf(childOf(root, 'catches')).map((defect) => knownDefect(defect, reading)),
  }
  return { scenario, problems: merged(problems, reading.problems), document, used: reading.used }
}
