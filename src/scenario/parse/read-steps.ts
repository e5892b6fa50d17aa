import { childOf, entriesOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { ScenarioStep } from '../model.ts'
import { askedExternals } from './asked-systems.ts'
import { timeoutOf } from './durations.ts'
import { controlSteps, isControlVerb, type Read, type ReadStep } from './read-control-step.ts'
import { readParallel } from './read-parallel.ts'
import { readSingleStep, type StepBase } from './read-single-step.ts'
import { conditionOf, optionalTemplate } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import { hasAnswer, type StepVerb, stepName, verbOf } from './step-verb.ts'
import { type Visible, withResults } from './visible-names.ts'

/** The steps of a list, and what can be read after them. Each step reads what the steps before it left. */
export function readSteps(
  nodes: readonly YamlNode[],
  before: Visible,
  reading: Reading,
): { steps: ScenarioStep[]; after: Visible } {
  const steps: ScenarioStep[] = []
  const names = new Map<string, number>()
  let visible = before
  for (const node of nodes) {
    const verb = node.kind === 'mapping' ? verbOf(node) : undefined
    if (node.kind !== 'mapping' || verb === undefined) continue
    checkUnique(node, names, reading)
    const { step, after } = readStep(node, verb, visible, reading)
    if (step !== undefined) steps.push(step)
    const captured = entriesOf(childOf(node, 'capture')).map((entry) => entry.key)
    const name = textOf(childOf(node, 'name'))
    visible = withResults(
      after ?? visible,
      [...captured, ...namesLeftBy(node, verb)],
      name !== undefined && hasAnswer(verb) ? [name] : [],
    )
    explainNoAnswer(name, verb, reading)
  }
  return { steps, after: visible }
}

function readStep(node: YamlMapping, verb: StepVerb, visible: Visible, reading: Reading): ReadStep {
  const condition = conditionOf(childOf(node, 'if'), visible.declarations, reading)
  const note = optionalTemplate(childOf(node, 'note'), visible.declarations, reading)
  const base: StepBase = {
    name: stepName(node, verb),
    verb,
    place: node.place,
    ...(condition && { condition }),
    timeout: timeoutOf(node, verb, reading),
    ...(note && { note }),
    ...askedExternals(node, reading),
  }
  const value = childOf(node, verb)
  if (value === undefined) return { step: undefined }
  if (verb === 'parallel') return { step: readParallel(node, value, base, visible, reading, readSteps) }
  if (isControlVerb(verb)) return (controlSteps[verb] as Read)({ node, value, base }, visible, reading, readSteps)
  return { step: readSingleStep(node, value, verb, base, visible, reading) }
}

/** A snapshot can be read by its name, and what became of the operations behind a parallel step. */
function namesLeftBy(node: YamlMapping, verb: StepVerb): string[] {
  if (verb === 'parallel') return ['history']
  return verb === 'snapshot' ? [textOf(childOf(childOf(node, 'snapshot'), 'name')) ?? ''] : []
}

function checkUnique(node: YamlMapping, names: Map<string, number>, reading: Reading): void {
  const place = childOf(node, 'name')?.place
  const name = textOf(childOf(node, 'name'))
  if (name === undefined || place === undefined) return
  const first = names.get(name)
  if (first === undefined) names.set(name, place.line)
  else
    report(
      reading,
      'duplicate-step',
      `two steps are named "${name.slice(0, 60)}"; the first is in line ${first}`,
      place,
    )
}

function explainNoAnswer(name: string | undefined, verb: StepVerb, reading: Reading): void {
  if (name !== undefined && !hasAnswer(verb))
    reading.explanations.set(`steps.${name}`, `a step that does ${verb} has no answer to read`)
}
