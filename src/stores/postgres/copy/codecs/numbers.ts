import { ensureRoom } from '../../../../core/rows/byte-sink.ts'
import type { Value } from '../../../../core/rows/column-type.ts'
import { type BinaryCodec, expectString, Misfit, type TextCodec } from './codec.ts'
import { appendBigInt64, appendInt16, appendInt32, readBigInt64, readInt16, readInt32 } from './words.ts'

/** Safe integers come as numbers, others as bigint. */
function integerFrom(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function bigintFrom(value: Value, low: bigint, high: bigint): bigint {
  const expected = `an integer from ${low} to ${high}`
  const text = expectString(value, expected)
  if (!/^[+-]?\d+$/.test(text)) throw new Misfit(expected)
  const integer = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (integer < low || integer > high) throw new Misfit(expected)
  return integer
}

const ranges = {
  int2: [-(2n ** 15n), 2n ** 15n - 1n],
  int4: [-(2n ** 31n), 2n ** 31n - 1n],
  int8: [-(2n ** 63n), 2n ** 63n - 1n],
  oid: [0n, 2n ** 32n - 1n],
} as const

export const int2: BinaryCodec = {
  decode: (bytes, start) => readInt16(bytes, start),
  encode: (value, out) => appendInt16(out, Number(bigintFrom(value, ...ranges.int2))),
}

export const int4: BinaryCodec = {
  decode: (bytes, start) => readInt32(bytes, start),
  encode: (value, out) => appendInt32(out, Number(bigintFrom(value, ...ranges.int4))),
}

export const int8: BinaryCodec = {
  decode: (bytes, start) => integerFrom(readBigInt64(bytes, start)),
  encode: (value, out) => appendBigInt64(out, bigintFrom(value, ...ranges.int8)),
}

export const oid: BinaryCodec = {
  decode: (bytes, start) => readInt32(bytes, start) >>> 0,
  encode: (value, out) => appendInt32(out, Number(bigintFrom(value, ...ranges.oid))),
}

export const integerText: TextCodec = {
  parse: (text) => integerFrom(BigInt(text)),
  format: (value) => String(bigintFrom(value, ...ranges.int8)),
}

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)

function floatFrom(value: Value): number {
  const number = typeof value === 'number' ? value : Number(expectString(value, 'a number'))
  if (Number.isNaN(number) && value !== 'NaN' && !Number.isNaN(value)) throw new Misfit('a number')
  return number
}

/** Of all decimals that stand for this single, the one with the fewest digits, as the server prints it. */
function shortest(single: number): number {
  if (single === 0) return single
  for (let digits = 1; digits < 9; digits += 1) {
    const number = Number(single.toPrecision(digits))
    if (Math.fround(number) === single) return number
  }
  return single
}

export const float4: BinaryCodec = {
  decode(bytes, start) {
    scratch.setInt32(0, readInt32(bytes, start))
    return shortest(scratch.getFloat32(0))
  },
  encode(value, out) {
    const number = floatFrom(value)
    scratch.setFloat32(0, number)
    if (Number.isFinite(number) && !Number.isFinite(scratch.getFloat32(0)))
      throw new Misfit('a number of single precision')
    appendInt32(out, scratch.getInt32(0))
  },
}

export const float8: BinaryCodec = {
  decode(bytes, start) {
    scratch.setInt32(0, readInt32(bytes, start))
    scratch.setInt32(4, readInt32(bytes, start + 4))
    return scratch.getFloat64(0)
  },
  encode(value, out) {
    scratch.setFloat64(0, floatFrom(value))
    ensureRoom(out, 8)
    out.bytes.set(scratchBytes, out.length)
    out.length += 8
  },
}

export const floatText: TextCodec = {
  parse: (text) => Number(text),
  format(value) {
    const number = floatFrom(value)
    return Object.is(number, -0) ? '-0' : String(number)
  },
}
