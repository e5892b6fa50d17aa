import { childOf, entryOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import { withNames } from '../expression/declarations.ts'
import type { Retrying, Watching } from '../model/control.ts'
import { lengthOf, pollingOf } from './durations.ts'
import { conditionOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** `eventually`, `during` or `never` of a step; at most one of them. */
export function readRetrying(node: YamlMapping, visible: Visible, reading: Reading): Retrying {
  const found = (['eventually', 'during', 'never'] as const).flatMap((key) => entryOf(node, key) ?? [])
  const [first, second] = found
  if (second !== undefined)
    report(reading, 'retrying', `a step has either "${first?.key}" or "${second.key}", not both`, second.keyPlace)
  if (first === undefined) return {}
  if (first.key === 'eventually') return { eventually: readEventually(node, first.value, visible, reading) }
  if (first.key === 'never') requireExpectation(node, reading)
  return { watching: readWatching(first.value, first.key === 'never' ? 'not hold' : 'hold', reading) }
}

function readEventually(
  node: YamlMapping,
  value: YamlNode,
  visible: Visible,
  reading: Reading,
): NonNullable<Retrying['eventually']> {
  const polling = pollingOf(node, reading)
  const withAnswer = withNames(visible.declarations, [['answer', 'dyn']])
  const failIf = conditionOf(childOf(value, 'failIf'), withAnswer, reading)
  return { ...(polling ?? { within: 1, every: 1 }), ...(failIf && { failIf }) }
}

/** How long, given as `for` or `within`, and how often. */
export function readWatching(node: YamlNode, must: Watching['must'], reading: Reading): Watching {
  const lengths = ['for', 'within'].flatMap((key) => entryOf(node, key) ?? [])
  if (lengths.length !== 1) {
    const message = 'expected a length of time, either as "for" or as "within"'
    report(reading, 'retrying', message, lengths[1]?.keyPlace ?? node.place)
  }
  const length = lengthOf(lengths[0]?.value, reading)
  const every = lengthOf(childOf(node, 'every'), reading)
  return { must, length, every: Math.min(every, length) }
}

/** Without an expectation, any answer is one that should never have come. */
function requireExpectation(node: YamlMapping, reading: Reading): void {
  const judges = ['expect', 'assert', 'consume', 'reconcile', 'diff', 'sweep', 'notify', 'file']
  if (judges.some((key) => entryOf(node, key) !== undefined)) return
  const place = entryOf(node, 'never')?.keyPlace ?? node.place
  report(reading, 'retrying', '"never" needs an "expect" or an "assert" that must not hold', place)
}
