import { childOf, entryOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { DuringSteps, RepeatedSteps } from '../model/control.ts'
import type { ScenarioStep } from '../model.ts'
import { explain, sitesWithin } from './name-sites.ts'
import { checkName } from './read-checks.ts'
import { readWatching } from './read-retrying.ts'
import type { StepBase } from './read-single-step.ts'
import { conditionOf, templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import { type Visible, withResults } from './visible-names.ts'

type ReadSteps = (
  nodes: readonly YamlNode[],
  before: Visible,
  reading: Reading,
) => { steps: ScenarioStep[]; after: Visible }

const usualMost = 100

/** Steps that are run again and again. What a round leaves can be read in the next one, and behind the step. */
export function readRepeat(
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): { step: RepeatedSteps; after: Visible } {
  const as = childOf(value, 'as')
  const name = textOf(as)
  if (as !== undefined && name !== undefined) checkName(name, as.place, 'round', reading)
  const inside = name === undefined ? visible : withResults(visible, [name], [])
  const { steps, after } = readSteps(itemsOf(childOf(value, 'steps')), inside, reading)
  const rounds = readRounds(value, { before: inside, after }, reading)
  return { step: { ...base, kind: 'repeat', rounds, ...(name !== undefined && { as: name }), steps }, after }
}

function readRounds(
  value: YamlNode,
  names: { before: Visible; after: Visible },
  reading: Reading,
): RepeatedSteps['rounds'] {
  const found = (['times', 'while', 'until'] as const).flatMap((key) => entryOf(value, key) ?? [])
  const [entry] = found
  if (found.length !== 1 || entry === undefined) {
    const message = `expected exactly one of "times", "while" and "until", found ${found.map(({ key }) => key).join(' and ') || 'none'}`
    report(reading, 'repeat', message, value.place)
    return { kind: 'none' }
  }
  if (entry.key === 'times') {
    const text = textOf(entry.value)
    if (text !== undefined && !/^\s*\$\{\{.*\}\}\s*$/s.test(text))
      report(reading, 'repeat', `expected a number, or an expression in \${{ }} that yields one`, entry.value.place)
    return { kind: 'times', times: templateOf(entry.value, names.before.declarations, reading) }
  }
  const kind = entry.key === 'while' ? 'while' : 'until'
  const { declarations } = kind === 'while' ? names.before : names.after
  const condition = conditionOf(entry.value, declarations, reading)
  const max = childOf(value, 'max')
  const most = max?.kind === 'scalar' && typeof max.value === 'number' ? max.value : usualMost
  return condition === undefined ? { kind: 'none' } : { kind, condition, max: most }
}

/** Steps that must pass at every try. What they leave stays within them. */
export function readDuring(
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): DuringSteps {
  const nodes = itemsOf(childOf(value, 'steps'))
  const { steps } = readSteps(nodes, visible, reading)
  explain(
    reading.explanations,
    sitesWithin(nodes),
    () => `it belongs to "${base.name}", and can be read within that step only`,
  )
  return { ...base, kind: 'during', watching: readWatching(value, 'hold', reading), steps }
}
