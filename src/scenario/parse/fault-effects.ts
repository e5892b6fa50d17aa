import type { Milliseconds } from '../../core/duration.ts'
import { crashMoments, type Delay, type EffectOf, type FaultKind, longestDelay } from '../../core/fault-effect.ts'
import { childOf, entriesOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Scope } from '../model.ts'
import { renderTexts } from '../steps/rendered-text.ts'
import { toJson } from '../steps/to-json.ts'
import { lengthOf } from './durations.ts'
import { optionalTemplate, templatesOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

type ReadEffect<K extends FaultKind> = (
  fault: YamlNode,
  visible: Visible,
  reading: Reading,
) => (scope: Scope) => EffectOf<K>

/** For each kind, what its settings say. Whether they belong to the kind has been looked at before. */
export const faultEffects: { [K in FaultKind]: ReadEffect<K> } = {
  down: () => () => ({ kind: 'down' }),
  latency: (fault, _, reading) => {
    const delay = delayOf(childOf(fault, 'delay'), reading)
    return () => ({ kind: 'latency', delay })
  },
  status: (fault, { declarations }, reading) => {
    const headers = templatesOf(childOf(fault, 'headers'), declarations, reading)
    const body = optionalTemplate(childOf(fault, 'body'), declarations, reading)
    const status = numberOf(fault, 'status', 503)
    return (scope) => ({
      kind: 'status',
      status,
      headers: renderTexts(headers, scope, 'the header'),
      ...(body && { body: toJson(body.render(scope)) }),
    })
  },
  reset: () => () => ({ kind: 'reset' }),
  truncate: (fault) => {
    const bytes = childOf(fault, 'bytes') === undefined ? {} : { bytes: numberOf(fault, 'bytes', 0) }
    return () => ({ kind: 'truncate', ...bytes })
  },
  malform: (fault, _, reading) => {
    const as = choiceOf(fault, ['json', 'html', 'bytes'], 'malform', reading)
    return () => ({ kind: 'malform', as })
  },
  lostAck: (fault, _, reading) => {
    const as = choiceOf(fault, ['cut', '504'], 'lostAck', reading)
    return () => ({ kind: 'lostAck', as })
  },
  cut: (fault) => {
    const bytes = numberOf(fault, 'bytes', 0)
    return () => ({ kind: 'cut', bytes })
  },
  bandwidth: (fault) => {
    const bytesPerSecond = numberOf(fault, 'bytesPerSecond', 1)
    return () => ({ kind: 'bandwidth', bytesPerSecond })
  },
  duplicate: (fault, _, reading) => {
    const copies = numberOf(fault, 'copies', 1)
    const node = childOf(fault, 'delay')
    if (node?.kind === 'mapping') report(reading, 'fault', 'copies come after one length of time', node.place)
    const delay = node === undefined ? {} : { delay: lengthOf(node, reading) }
    return () => ({ kind: 'duplicate', copies, ...delay })
  },
  reorder: (fault, _, reading) => {
    const within = childOf(fault, 'within')
    const effect = {
      window: numberOf(fault, 'window', 3),
      within: within === undefined ? 60_000 : lengthOf(within, reading),
      withinKey: isTrue(fault, 'withinKey'),
    }
    return () => ({ kind: 'reorder', ...effect })
  },
  late: (fault, _, reading) => {
    const effect = { by: lengthOf(childOf(fault, 'by'), reading), withinKey: isTrue(fault, 'withinKey') }
    return () => ({ kind: 'late', ...effect })
  },
  pause: () => () => ({ kind: 'pause' }),
  crash: (fault) => {
    const text = textOf(childOf(fault, 'at'))
    const at = crashMoments.find((moment) => moment === text) ?? 'beforeCommit'
    return () => ({ kind: 'crash', at })
  },
  slow: (fault, _, reading) => {
    const delay = delayOf(childOf(fault, 'delay'), reading)
    return () => ({ kind: 'slow', delay })
  },
}

function delayOf(node: YamlNode | undefined, reading: Reading): Delay {
  const length = (value: YamlNode | undefined): Milliseconds => boundedLength(value, reading)
  if (node?.kind !== 'mapping') return { kind: 'fixed', delay: length(node) }
  const [entry, ...others] = entriesOf(node)
  if (entry === undefined || others.length > 0)
    report(reading, 'fault', 'expected exactly one of uniform, normal, lognormal', node.place)
  const part = (key: string): YamlNode | undefined => childOf(entry?.value, key)
  if (entry?.key === 'normal')
    return { kind: 'normal', mean: length(part('mean')), deviation: length(part('deviation')) }
  if (entry?.key === 'lognormal') {
    const sigma = part('sigma')
    const value = sigma?.kind === 'scalar' && typeof sigma.value === 'number' ? sigma.value : 1
    return { kind: 'lognormal', median: length(part('median')), sigma: value }
  }
  return { kind: 'uniform', from: length(part('from')), to: length(part('to')) }
}

/** Wall time, in which somebody waits. */
function boundedLength(node: YamlNode | undefined, reading: Reading): Milliseconds {
  const length = lengthOf(node, reading)
  if (node !== undefined && length > longestDelay) report(reading, 'duration', 'expected at most 30s', node.place)
  return Math.min(length, longestDelay)
}

function numberOf(fault: YamlNode, key: string, otherwise: number): number {
  const node = childOf(fault, key)
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : otherwise
}

function isTrue(fault: YamlNode, key: string): boolean {
  const node = childOf(fault, key)
  return node?.kind === 'scalar' && node.value === true
}

/** The first choice is the usual one. */
function choiceOf<T extends string>(fault: YamlNode, choices: readonly [T, ...T[]], kind: string, reading: Reading): T {
  const node = childOf(fault, 'as')
  const text = node?.kind === 'scalar' ? String(node.value) : textOf(node)
  if (node === undefined || text === undefined) return choices[0]
  const chosen = choices.find((choice) => choice === text)
  if (chosen === undefined) report(reading, 'fault', `${kind} comes as ${choices.join(' or ')}`, node.place)
  return chosen ?? choices[0]
}
