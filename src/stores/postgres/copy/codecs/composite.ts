import type { Value } from '../../../../core/rows/column-type.ts'
import { appendField } from './array.ts'
import { type BinaryCodec, type EncodedValue, Misfit } from './codec.ts'
import { appendInt32, readInt32 } from './words.ts'

export interface CompositeField {
  name: string
  oid: number
  codec: BinaryCodec
}

/** Composites as `record_send` writes them: the number of fields, then type, length and value of each. */
export function compositeCodec(fields: readonly CompositeField[]): BinaryCodec {
  return {
    decode(bytes, start) {
      const places = fieldsOf(bytes, start)
      const value: Record<string, Value> = {}
      fields.forEach(({ name, codec }, index) => {
        const place = places[index]
        Object.defineProperty(value, name, {
          value: place === undefined ? null : codec.decode(bytes, place.start, place.end),
          enumerable: true,
          writable: true,
          configurable: true,
        })
      })
      return value
    },

    encode(value, out, was) {
      if (typeof value !== 'object' || value === null) throw new Misfit('a composite value')
      const before = was === undefined ? [] : fieldsOf(was.bytes, was.start)
      appendInt32(out, fields.length)
      fields.forEach(({ name, oid, codec }, index) => {
        appendInt32(out, oid)
        const field = Object.hasOwn(value, name) ? (value as Record<string, Value>)[name] : null
        appendField(field, codec, out, before[index])
      })
    },
  }
}

/** Where the value of each field is; `undefined` for NULL. */
function fieldsOf(bytes: Uint8Array, start: number): (EncodedValue | undefined)[] {
  let at = start + 4
  return Array.from({ length: readInt32(bytes, start) }, () => {
    const length = readInt32(bytes, at + 4)
    const from = at + 8
    at = from + Math.max(length, 0)
    return length < 0 ? undefined : { bytes, start: from, end: at }
  })
}
