import type { ByteSink } from '../../../../core/rows/byte-sink.ts'
import type { Value } from '../../../../core/rows/column-type.ts'
import { type BinaryCodec, type EncodedValue, Misfit } from './codec.ts'
import { appendInt32, readInt32, writeInt32 } from './words.ts'

/**
 * Arrays as `array_send` writes them: dimensions, whether there are NULLs, the element's type, length and lower bound
 * of each dimension, then the elements row by row. Lower bounds stay as they were where the dimensions do.
 */
export function arrayCodec(element: BinaryCodec, elementOid: number): BinaryCodec {
  return {
    decode(bytes, start) {
      const dimensions = readInt32(bytes, start)
      const lengths = Array.from({ length: dimensions }, (_, index) => readInt32(bytes, start + 12 + index * 8))
      let at = start + 12 + dimensions * 8
      const read = (depth: number): Value => {
        if (depth < dimensions) return Array.from({ length: lengths[depth] as number }, () => read(depth + 1))
        const length = readInt32(bytes, at)
        at += 4
        if (length < 0) return null
        at += length
        return element.decode(bytes, at - length, at)
      }
      return dimensions === 0 ? [] : read(0)
    },

    encode(value, out, was) {
      const before = was === undefined ? 0 : readInt32(was.bytes, was.start)
      const lengths = dimensionsOf(value, before)
      const elements = (value as unknown[]).flat(lengths.length - 1)
      appendInt32(out, lengths.length)
      appendInt32(out, elements.some((item) => item === null || item === undefined) ? 1 : 0)
      appendInt32(out, was === undefined ? elementOid : readInt32(was.bytes, was.start + 8))
      lengths.forEach((length, index) => {
        appendInt32(out, length)
        appendInt32(out, before === lengths.length ? lowerBound(was as EncodedValue, index) : 1)
      })
      for (const item of elements) appendField(item, element, out)
    },
  }
}

function lowerBound(was: EncodedValue, dimension: number): number {
  return readInt32(was.bytes, was.start + 16 + dimension * 8)
}

/** The lengths along each dimension: as many as before, or else as deep as the first elements are arrays. */
export function dimensionsOf(value: Value, before: number): number[] {
  const lengths: number[] = []
  for (let level = value; Array.isArray(level) && (before === 0 || lengths.length < before); level = level[0])
    lengths.push(level.length)
  if (lengths.length === 0) throw new Misfit('an array')
  if (lengths.includes(0)) return []
  if (!isEven(value, lengths, 0)) throw new Misfit('an array whose rows are of the same length')
  return lengths
}

function isEven(value: Value, lengths: readonly number[], depth: number): boolean {
  if (depth === lengths.length) return true
  return (
    Array.isArray(value) && value.length === lengths[depth] && value.every((item) => isEven(item, lengths, depth + 1))
  )
}

/** Appends the length and the value, as fields of rows, arrays and composites are written. */
export function appendField(value: Value, codec: BinaryCodec, out: ByteSink, was?: EncodedValue): void {
  const at = out.length
  appendInt32(out, -1)
  if (value === null || value === undefined) return
  codec.encode(value, out, was)
  writeInt32(out.bytes, at, out.length - at - 4)
}
