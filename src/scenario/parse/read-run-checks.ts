import { suggestion } from '../../core/nearest.ts'
import { childOf, entryOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { ExactlyOnce, Monotonic, RunCheck } from '../model/run-checks.ts'
import { compileJsonPath } from './json-path.ts'
import { stepsBelow } from './name-sites.ts'
import { knownTopic } from './outline-names.ts'
import { readQuery } from './read-query.ts'
import { optionalTemplate, templateOf } from './read-values.ts'
import { attempt, type Reading, report } from './reading.ts'
import { stepName, verbOf } from './step-verb.ts'
import type { Visible } from './visible-names.ts'

/** What checks can read: what is known from the start, and what the steps left. */
interface Names {
  file: Visible
  run: Visible
}

type Read = (
  value: YamlNode,
  names: Names,
  steps: readonly YamlNode[],
  reading: Reading,
) => DistributedOmit<RunCheck> | undefined

type DistributedOmit<T> = T extends RunCheck ? Omit<T, 'name' | 'place'> : never

/** The readers of the checks of a run as a whole. */
const kinds = {
  conserved: readConserved,
  exactlyOnce: readExactlyOnce,
  monotonic: readMonotonic,
  ordered: readOrdered,
} as const satisfies Record<RunCheck['kind'], Read>

export function readRunChecks(
  nodes: readonly YamlNode[],
  names: Names,
  steps: readonly YamlNode[],
  reading: Reading,
): RunCheck[] {
  return nodes.flatMap((node): RunCheck[] => {
    const kind = (Object.keys(kinds) as RunCheck['kind'][]).find((key) => entryOf(node, key) !== undefined)
    const value = kind && childOf(node, kind)
    if (kind === undefined || value === undefined) return []
    const read = (kinds[kind] as Read)(value, names, steps, reading)
    return read === undefined
      ? []
      : [{ ...read, name: textOf(childOf(node, 'name')) ?? kind, place: node.place } as RunCheck]
  })
}

function readConserved(
  value: YamlNode,
  names: Names,
  _: unknown,
  reading: Reading,
): DistributedOmit<RunCheck> | undefined {
  const equals = entryOf(value, 'equals')
  if ((equals === undefined) === (entryOf(value, 'unchanged') === undefined))
    report(reading, 'check', 'expected either "equals" or "unchanged: true"', value.place)
  const { declarations } = equals === undefined ? names.file : names.run
  const where = childOf(value, 'where')
  const query = where && readQuery(where, declarations, reading)
  const wanted = optionalTemplate(equals?.value, names.run.declarations, reading)
  return (
    query && { kind: 'conserved', query, sum: textOf(childOf(value, 'sum')) ?? '', ...(wanted && { equals: wanted }) }
  )
}

function readExactlyOnce(
  value: YamlNode,
  { run }: Names,
  steps: readonly YamlNode[],
  reading: Reading,
): Omit<ExactlyOnce, 'name' | 'place'> | undefined {
  const effects = childOf(value, 'effects')
  const query = effects && readQuery(effects, run.declarations, reading)
  const keys = childOf(value, 'for')
  if (query === undefined || keys === undefined) return undefined
  const wanted =
    keys.kind === 'mapping' ? readHistoryKeys(keys, steps, reading) : templateOf(keys, run.declarations, reading)
  return wanted && { kind: 'exactlyOnce', query, key: textOf(childOf(value, 'key')) ?? '', for: wanted }
}

function readHistoryKeys(
  node: YamlMapping,
  steps: readonly YamlNode[],
  reading: Reading,
): ExactlyOnce['for'] | undefined {
  const history = childOf(node, 'history')
  const path = childOf(node, 'key')
  const name = textOf(history) ?? ''
  const known = namesInParallel(steps)
  if (history !== undefined && !known.includes(name)) {
    const shown = name.slice(0, 60)
    report(
      reading,
      'unknown-step',
      `no step in parallel lines is named "${shown}"; ${suggestion(shown, known)}`,
      history.place,
    )
  }
  if (path?.kind !== 'scalar' || typeof path.value !== 'string') return undefined
  const select = attempt(reading, () => compileJsonPath(path))
  return select && { history: name, source: path.value, select }
}

function namesInParallel(steps: readonly YamlNode[], inside = false): string[] {
  return steps.flatMap((step) => {
    const verb = step.kind === 'mapping' ? verbOf(step) : undefined
    const own = inside && verb !== undefined ? [stepName(step as YamlMapping, verb)] : []
    return [...own, ...namesInParallel(stepsBelow(step), inside || verb === 'parallel')]
  })
}

function readMonotonic(
  value: YamlNode,
  { run }: Names,
  _: unknown,
  reading: Reading,
): Omit<Monotonic, 'name' | 'place'> | undefined {
  const where = childOf(value, 'where')
  const topic = childOf(value, 'topic')
  if ((where === undefined) === (topic === undefined))
    report(reading, 'check', 'expected either "where" or "topic"', value.place)
  const any = entryOf(value, 'any') !== undefined
  const of: Monotonic['of'] | undefined =
    topic === undefined
      ? where && readQuery(where, run.declarations, reading)
      : { kind: 'topic', topic: knownTopic(topic, reading), any }
  const per = textOf(childOf(value, 'per'))
  const column = textOf(childOf(value, 'column')) ?? ''
  const strictly = entryOf(value, 'strictly') !== undefined
  return of && { kind: 'monotonic', of, column, strictly, ...(per !== undefined && { per }) }
}

function readOrdered(value: YamlNode, _names: Names, _: unknown, reading: Reading): DistributedOmit<RunCheck> {
  const per = textOf(childOf(value, 'per'))
  return {
    kind: 'ordered',
    topic: knownTopic(childOf(value, 'topic'), reading),
    any: entryOf(value, 'any') !== undefined,
    by: textOf(childOf(value, 'by')) ?? '',
    ...(per !== undefined && { per }),
  }
}
