import { usageError } from '../../core/error.ts'
import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { appendText, type ByteSink, byteSink } from '../../core/rows/byte-sink.ts'
import type { Value } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { canonicalText } from './canonical-text.ts'

/** The distinct values of a column, group by group, in a keyed order. Holds at most so many, whatever the table's size. */
export interface ValuesByGroup {
  add(value: Value, row: RowView, groupFields: readonly number[]): void
  /** The value that follows in the keyed order of the row's group, which is another one; `undefined` where there is none. */
  next(value: Value, row: RowView, groupFields: readonly number[]): Value | undefined
}

interface Group {
  /** By keyed number. */
  values: Map<number, Value>
  /** The numbers in order; made when the first is asked for, and dropped when another value comes. */
  order: Float64Array | undefined
}

const mostValues = 200_000
const longestText = 1_000
const fewest = 2

/**
 * Where a column has more distinct values than are held, each group keeps those with the smallest keyed numbers. What is
 * kept depends on the set of values only, not on the order of the rows: the share is halved when, and only when, the
 * whole set needs it.
 */
export function valuesByGroup(keyed: KeyedFunction, place: string, most = mostValues): ValuesByGroup {
  const groups = new Map<string, Group>()
  const numberOf = keyedNumbers(keyed)
  const groupSink = byteSink(256)
  let share = most
  let held = 0

  function groupOf(row: RowView, fields: readonly number[]): string {
    groupSink.length = 0
    for (const field of fields) {
      const before = groupSink.length
      const present = row.appendText(field, groupSink)
      appendText(groupSink, present ? `|${groupSink.length - before};` : 'null;')
    }
    return Buffer.from(groupSink.bytes.buffer, groupSink.bytes.byteOffset, groupSink.length).toString('latin1')
  }

  function trim(group: Group): void {
    const over = group.values.size - share
    if (over <= 0) return
    const numbers = Float64Array.from(group.values.keys()).sort()
    for (let index = share; index < numbers.length; index++) group.values.delete(numbers[index] as number)
    group.order = undefined
    held -= over
  }

  function halve(): void {
    while (held > most) {
      if (share <= fewest) throw tooManyGroups(place)
      share = Math.max(fewest, share >> 1)
      for (const group of groups.values()) trim(group)
    }
  }

  return {
    add(value, row, fields) {
      const text = canonicalText(value)
      if (text.length > longestText) return
      const name = groupOf(row, fields)
      const group = groups.get(name) ?? { values: new Map(), order: undefined }
      const number = numberOf(text)
      if (group.values.has(number)) return
      groups.set(name, group)
      group.values.set(number, value)
      group.order = undefined
      held++
      // A group is trimmed in steps, so that sorting stays rare.
      if (group.values.size >= share * 2) trim(group)
      if (held > most) {
        for (const each of groups.values()) trim(each)
        halve()
      }
    },
    next(value, row, fields) {
      const group = groups.get(groupOf(row, fields))
      if (group === undefined) return undefined
      trim(group)
      group.order ??= Float64Array.from(group.values.keys()).sort()
      const number = numberOf(canonicalText(value))
      const following = firstAbove(group.order, number) ?? group.order[0]
      return following === undefined || following === number ? undefined : group.values.get(following)
    },
  }
}

/** 53 keyed bits that stand for a text. */
function keyedNumbers(keyed: KeyedFunction): (text: string) => number {
  const sink: ByteSink = byteSink(256)
  const words = new Int32Array(4)
  return (text) => {
    sink.length = 0
    appendText(sink, text)
    keyed.digest(sink.bytes, 0, sink.length, words)
    return ((words[0] as number) >>> 0) * 2 ** 21 + ((words[1] as number) >>> 11)
  }
}

function firstAbove(order: Float64Array, number: number): number | undefined {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((order[middle] as number) > number) high = middle
    else low = middle + 1
  }
  return order[low]
}

function tooManyGroups(place: string): Error {
  return usageError({
    code: 'policy.shuffle-groups',
    message: `the groups of ${place} are too many to be shuffled within: more than ${mostValues / fewest}`,
    remedy: 'Say fewer columns in `within`, or another treatment.',
  })
}
