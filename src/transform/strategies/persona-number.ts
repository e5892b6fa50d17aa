import { formatPermutation } from '../../core/keyed/format-permutation.ts'
import { appendText, byteSink } from '../../core/rows/byte-sink.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import { canonicalText } from '../forms/canonical-text.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { uuidPermutation } from '../forms/permute-uuid.ts'
import { textOf } from '../forms/utf8.ts'
import type { BuildContext } from '../strategy.ts'

/**
 * An identity's key, permuted: the same in all systems and in all forms of the key. Numbers stay numbers, codes keep their
 * form, UUIDs stay UUIDs.
 */
export function numberTransform(identityName: string, context: BuildContext): ColumnTransform {
  const keyed = context.keyed.derive('personas').derive(identityName).derive('number')
  const permutation = formatPermutation(keyed)
  const permuteUuid = uuidPermutation(keyed)
  const fallback = fallbackOf(context)
  const input = byteSink(256)
  const output = byteSink(256)
  const reason = 'it is no key whose letters and digits could be permuted'
  const isUuid = (bytes: Uint8Array, start: number, end: number) =>
    end - start === 36 && bytes[start + 8] === 0x2d && bytes[start + 23] === 0x2d
  const text: NonNullable<ColumnTransform['text']> = (row, field, out) => {
    const start = row.starts[field] as number
    const end = row.ends[field] as number
    if (isUuid(row.bytes, start, end) && permuteUuid(row.bytes, start, end, out)) return wroteValue
    if (permutation.text(row.bytes, start, end, out)) return wroteValue
    return fallback.text(row.bytes, start, end, out, reason)
  }
  const value: ColumnTransform['value'] = (_row, _field, original) => {
    if (original === null) return null
    if (Number.isSafeInteger(original)) return permutation.integer(original as number)
    input.length = 0
    output.length = 0
    appendText(input, canonicalText(original))
    const { bytes, length } = input
    const done =
      (isUuid(bytes, 0, length) && permuteUuid(bytes, 0, length, output)) ||
      (!isFraction(original, context) && permutation.text(bytes, 0, length, output))
    if (!done) return fallback.value(original, reason)
    const result = textOf(output.bytes, 0, output.length)
    return typeof original === 'bigint' ? BigInt(result) : result
  }
  if (context.column.kind === 'integer') return { number: (_row, _field, number) => permutation.integer(number), value }
  if (context.column.kind === 'text') return { text, value }
  return { value }
}

/** Digits behind a point: `12.5` and `012.5` would be two texts for one number. */
function isFraction(original: unknown, context: BuildContext): boolean {
  return context.column.kind === 'decimal' && !/^-?\d+$/.test(String(original))
}
