import { appendBytes, ensureRoom } from '../../core/rows/byte-sink.ts'
import type { ColumnType } from '../../core/rows/column-type.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import type { TokenSettings } from '../../core/treatment/settings.ts'
import { keyedDraw } from '../forms/keyed-draw.ts'
import { textTransform } from '../forms/text-form.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

const alphabets: Readonly<Record<string, string>> = {
  base32: 'abcdefghijklmnopqrstuvwxyz234567',
  hex: '0123456789abcdef',
  digits: '0123456789',
  letters: 'abcdefghijklmnopqrstuvwxyz',
  alphanumeric: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
}

const usualLength = 16
/** Two of ten million values meet with a probability of 10^-8 at most. */
const enoughBits = 72

/** A made-up code, the same for the same value wherever the same alphabet, length and prefix are used. */
export const token: StrategyDefinition = {
  keepsUnique: (settings, column) => bitsOf(settings as TokenSettings, column) >= enoughBits,
  fits: ['text', 'uuid'],
  check(settings, { column }) {
    const { alphabet = 'base32', prefix = '' } = settings as TokenSettings
    const sentences: string[] = []
    const characters = charactersOf(alphabet)
    if (!/^[!-~]{2,}$/.test(characters) || new Set(characters).size < characters.length)
      sentences.push(
        `the alphabet has to be one of ${Object.keys(alphabets).join(', ')}, or two or more different ASCII characters`,
      )
    if (column.labels !== undefined)
      sentences.push(`${column.name} takes only some values, and a token is none of them`)
    const length = lengthOf(settings as TokenSettings, column)
    if (length < ((settings as TokenSettings).length ?? 1))
      sentences.push(`${column.name} is too short for the prefix "${prefix}" and a token of this length`)
    return sentences
  },
  build: (settings, context) =>
    context.column.kind === 'uuid' ? uuidToken(context) : textToken(settings as TokenSettings, context),
}

function textToken(settings: TokenSettings, context: BuildContext): ColumnTransform {
  const prefix = new TextEncoder().encode(settings.prefix ?? '')
  const alphabet = new TextEncoder().encode(charactersOf(settings.alphabet ?? 'base32'))
  const length = lengthOf(settings, context.column)
  const draw = keyedDraw(context.keyed, 'token')
  return textTransform(context, (bytes, start, end, out) => {
    draw.seed(bytes, start, end)
    appendBytes(out, prefix, 0, prefix.length)
    ensureRoom(out, length)
    for (let at = 0; at < length; at++) out.bytes[out.length++] = alphabet[draw.below(alphabet.length)] as number
    return wroteValue
  })
}

/** A UUID of version 8 (RFC 9562): 122 keyed bits. */
function uuidToken(context: BuildContext): ColumnTransform {
  const draw = keyedDraw(context.keyed, 'token')
  const shape = new TextEncoder().encode('xxxxxxxx-xxxx-8xxx-vxxx-xxxxxxxxxxxx')
  const digits = new TextEncoder().encode('0123456789abcdef')
  return textTransform(context, (bytes, start, end, out) => {
    draw.seed(bytes, start, end)
    ensureRoom(out, shape.length)
    for (let at = 0; at < shape.length; at++) {
      const sign = shape[at] as number
      if (sign === 0x78) out.bytes[out.length++] = digits[draw.below(16)] as number
      else out.bytes[out.length++] = sign === 0x76 ? (digits[8 + draw.below(4)] as number) : sign
    }
    return wroteValue
  })
}

function charactersOf(alphabet: string): string {
  return Object.hasOwn(alphabets, alphabet) ? (alphabets[alphabet] ?? '') : alphabet
}

function lengthOf({ length, prefix = '' }: TokenSettings, { maxLength }: ColumnType): number {
  const room = (maxLength ?? Number.POSITIVE_INFINITY) - [...prefix].length
  return Math.min(length ?? usualLength, room)
}

function bitsOf(settings: TokenSettings, column: ColumnType): number {
  if (column.kind === 'uuid') return 122
  return lengthOf(settings, column) * Math.log2(charactersOf(settings.alphabet ?? 'base32').length)
}
