import { appendText, ensureRoom } from '../../../../core/rows/byte-sink.ts'
import type { Value } from '../../../../core/rows/column-type.ts'
import { type BinaryCodec, Misfit, type TextCodec } from './codec.ts'
import { utf8 } from './plain.ts'

/** What ECMAScript's "JSON.parse source text access" adds; the compiler's library does not know it yet. */
const exact = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

/** Numbers that a double would change keep their text. */
export function parseJson(text: string): Value {
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !isExact(value, source) ? exact.rawJSON(source) : value,
  )
}

/** Whether the double is the number that was written, `1.50` and `1e2` among them. */
function isExact(value: number, source: string): boolean {
  const printed = String(value)
  return printed === source || (Number.isFinite(value) && significant(printed) === significant(source))
}

/** The number as digits without zeros around them, and the power of ten that they are multiplied with. */
function significant(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  const shown = digits.replace(/0+$/, '')
  return shown === '' ? '0' : `${shown}e${Number(exponent) - fraction.length + digits.length - shown.length}`
}

export function formatJson(value: Value): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new Misfit('a JSON value')
  return text
}

export const jsonText: TextCodec = { parse: parseJson, format: formatJson }

export const json: BinaryCodec = {
  decode: (bytes, start, end) => parseJson(utf8(bytes, start, end)),
  encode: (value, out) => appendText(out, formatJson(value)),
}

/** The same behind a byte that tells the version. */
export const jsonb: BinaryCodec = {
  decode: (bytes, start, end) => parseJson(utf8(bytes, start + 1, end)),
  encode(value, out) {
    ensureRoom(out, 1)
    out.bytes[out.length++] = 1
    appendText(out, formatJson(value))
  },
}
