import { formatPermutation } from '../../core/keyed/format-permutation.ts'
import { appendBytes, appendText, byteSink } from '../../core/rows/byte-sink.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import type { PermuteSettings } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { uuidPermutation } from '../forms/permute-uuid.ts'
import { textTransform } from '../forms/text-form.ts'
import { nextCharacter, textOf } from '../forms/utf8.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** A keyed permutation that keeps the format: as many digits and letters, in the same places, and no two values meet. */
export const permute: StrategyDefinition = {
  keepsUnique: () => true,
  fits: ['text', 'uuid', 'integer'],
  check(settings, { column }) {
    const { keepFirst = 0 } = settings as PermuteSettings
    const sentences: string[] = []
    if (column.labels !== undefined)
      sentences.push(`${column.name} takes only some values, and a permuted one may be none of them`)
    if (keepFirst > 0 && column.kind !== 'text') sentences.push('keepFirst is for text')
    if (keepFirst >= (column.maxLength ?? Number.POSITIVE_INFINITY))
      sentences.push(`keepFirst leaves nothing of ${column.name} to permute`)
    return sentences
  },
  build(settings, context) {
    if (context.column.kind === 'integer') return permuteIntegers(context)
    if (context.column.kind === 'uuid') return permuteUuids(context)
    return permuteText((settings as PermuteSettings).keepFirst ?? 0, context)
  },
}

function permuteText(keepFirst: number, context: BuildContext): ColumnTransform {
  const permutation = formatPermutation(context.keyed.derive('permute'))
  const fallback = fallbackOf(context)
  return textTransform(context, (bytes, start, end, out) => {
    const from = out.length
    let at = start
    for (let count = 0; count < keepFirst && at < end; count++) at = nextCharacter(bytes, at, end)
    appendBytes(out, bytes, start, at)
    if (permutation.text(bytes, at, end, out)) return wroteValue
    out.length = from
    return fallback.text(bytes, start, end, out, 'it has nothing to permute, or letters of another script')
  })
}

function permuteUuids(context: BuildContext): ColumnTransform {
  const permutation = uuidPermutation(context.keyed.derive('permute'))
  const fallback = fallbackOf(context)
  return textTransform(context, (bytes, start, end, out) =>
    permutation(bytes, start, end, out) ? wroteValue : fallback.text(bytes, start, end, out, 'it is not a UUID'),
  )
}

/** Numbers keep their sign and their number of digits, and fit into the types that they fitted into. */
function permuteIntegers(context: BuildContext): ColumnTransform {
  const permutation = formatPermutation(context.keyed.derive('permute'))
  const fallback = fallbackOf(context)
  const digits = byteSink(32)
  const large = (value: bigint): bigint => {
    digits.length = 0
    appendText(digits, String(value))
    const end = digits.length
    permutation.text(digits.bytes, 0, end, digits)
    return BigInt(textOf(digits.bytes, end, digits.length))
  }
  return {
    number: (_row, _field, value) => permutation.integer(value),
    value(_row, _field, value) {
      if (Number.isSafeInteger(value)) return permutation.integer(value as number)
      return typeof value === 'bigint' ? large(value) : fallback.value(value, 'it is not a whole number')
    },
  }
}
