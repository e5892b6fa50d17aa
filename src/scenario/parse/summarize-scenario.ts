import { type Problem, usageError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { packagedSchema } from '../../yaml/json-schema.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { validate } from '../../yaml/validate.ts'
import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { isArazzo } from '../arazzo/parse-arazzo.ts'
import { summarizeArazzo } from '../arazzo/summarize-arazzo.ts'
import { stepName, verbOf } from './step-verb.ts'
import { declaredVariables, type VariableType } from './variables.ts'

/** What a scenario file says about itself. */
export interface ScenarioOverview {
  name: string
  title: string
  file: string
  tags: readonly string[]
  catches: readonly string[]
  vars: readonly { name: string; type: VariableType; default?: string | number | boolean; description?: string }[]
  description?: string
  pack?: string
  steps: readonly { name: string; verb: string; place: Place }[]
  invariants: readonly string[]
}

/**
 * What `list` and `show` tell of a file, without knowing the landscape. Expressions are not looked at.
 *
 * Throws usage errors `yaml.*` and `scenario.*` when the file does not fit its schema.
 */
export function summarizeScenario(file: string, text: string): ScenarioOverview {
  if (isArazzo(file)) return summarizeArazzo(file, text)
  const document = readYaml(file, text)
  const { root } = document
  const problems: Problem[] = validate(document, packagedSchema('scenario'), 'scenario')
  const variables = declaredVariables(root, problems)
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  const description = textOf(childOf(root, 'description'))
  const pack = textOf(childOf(childOf(root, 'given'), 'pack'))
  return {
    name: textOf(childOf(root, 'name')) ?? '',
    title: textOf(childOf(root, 'title')) ?? '',
    file,
    tags: textsOf(childOf(root, 'tags')),
    catches: textsOf(childOf(root, 'catches')),
    vars: variables.map(({ place: _, ...variable }) => variable),
    ...(description !== undefined && { description }),
    ...(pack !== undefined && { pack }),
    steps: itemsOf(childOf(root, 'steps')).flatMap(outlineOf),
    invariants: itemsOf(childOf(root, 'invariants')).flatMap((invariant) => textOf(childOf(invariant, 'name')) ?? []),
  }
}

function outlineOf(step: YamlNode): { name: string; verb: string; place: Place }[] {
  const verb = step.kind === 'mapping' ? verbOf(step) : undefined
  return step.kind === 'mapping' && verb !== undefined ? [{ name: stepName(step, verb), verb, place: step.place }] : []
}

function textsOf(node: YamlNode | undefined): string[] {
  return itemsOf(node).flatMap((item) => textOf(item) ?? [])
}
