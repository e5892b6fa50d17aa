import { StandinError } from '../../core/error.ts'
import { appendText, type ByteSink, byteSink, ensureRoom } from '../../core/rows/byte-sink.ts'
import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import { type Outcome, wroteNull, wroteValue } from '../../core/rows/table-transform.ts'
import type { BuildContext } from '../strategy.ts'
import { blankOf } from './blank.ts'
import { canonicalText } from './canonical-text.ts'
import { type KeyedDraw, keyedDraw } from './keyed-draw.ts'
import { textOf } from './utf8.ts'

/**
 * What is written for a value that a strategy cannot handle, as `onInvalid` says: NULL, or something of the column's
 * type that says nothing of the value. Each call counts the value; it throws where the policy says `fail`.
 */
export interface Fallback {
  /** Appends what stands for `bytes[start, end)`. */
  text(bytes: Uint8Array, start: number, end: number, out: ByteSink, reason: string): Outcome
  /** NaN for NULL. */
  number(reason: string): number
  value(value: Value, reason: string): Value
}

const letters = 'abcdefghijkmnopqrstuvwxyz234567'
const longest = 12

export function fallbackOf(context: BuildContext): Fallback {
  const { column, onInvalid } = context
  const draw = keyedDraw(context.keyed, 'invalid')
  const scratch = byteSink(64)
  const count = (reason: string): void => {
    context.invalid(reason)
    if (onInvalid === 'fail') throw invalidValue(context.place, reason)
  }
  const text: Fallback['text'] = (bytes, start, end, out, reason) => {
    count(reason)
    if (onInvalid === 'null') return wroteNull
    if (isFreeText(column)) return writeLetters(draw, bytes, start, end, out, column.maxLength)
    const blank = blankOf(column)
    if (blank === undefined) return nullOrThrow(context, reason)
    appendText(out, column.kind === 'json' ? JSON.stringify(blank) : canonicalText(blank))
    return wroteValue
  }
  return {
    text,
    number(reason) {
      count(reason)
      if (onInvalid === 'null') return Number.NaN
      const blank = blankOf(column)
      return typeof blank === 'number' ? blank : 0
    },
    value(value, reason) {
      if (isFreeText(column)) {
        scratch.length = 0
        appendText(scratch, canonicalText(value))
        const end = scratch.length
        const outcome = text(scratch.bytes.slice(0, end), 0, end, scratch, reason)
        return outcome === wroteNull ? null : textOf(scratch.bytes, end, scratch.length)
      }
      count(reason)
      if (onInvalid === 'null') return null
      const blank = blankOf(column)
      if (blank === undefined) nullOrThrow(context, reason)
      return blank ?? null
    },
  }
}

/** Text that is not one of a list. */
function isFreeText({ kind, labels }: ColumnType): boolean {
  return kind === 'text' && labels === undefined
}

/** Keyed letters: short, and different for different values, so that what has to be unique can stay so. */
function writeLetters(
  draw: KeyedDraw,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteSink,
  maxLength = longest,
): Outcome {
  draw.seed(bytes, start, end)
  const length = Math.min(longest, maxLength)
  ensureRoom(out, length)
  for (let at = 0; at < length; at++) out.bytes[out.length + at] = letters.charCodeAt(draw.below(letters.length))
  out.length += length
  return wroteValue
}

function nullOrThrow(context: BuildContext, reason: string): Outcome {
  if (context.nullable) return wroteNull
  throw invalidValue(context.place, reason)
}

function invalidValue(place: string, reason: string): StandinError {
  return new StandinError('finding', {
    code: 'clone.invalid-value',
    message: `a value of ${place} cannot be replaced: ${reason}`,
    remedy: 'Give the column another treatment, or say `onInvalid: replace` beside it.',
  })
}
