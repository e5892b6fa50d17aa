import { type ByteSink, ensureRoom } from '../../../../core/rows/byte-sink.ts'

/* Big-endian words in and out of bytes, without allocating. */

export function readInt16(bytes: Uint8Array, at: number): number {
  return (((bytes[at] as number) << 24) >> 16) | (bytes[at + 1] as number)
}

export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}

/** As a double, which holds 53 bits: whether it is exact is for the caller to know. */
export function readInt64(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) * 0x1_0000_0000 + (readInt32(bytes, at + 4) >>> 0)
}

export function readBigInt64(bytes: Uint8Array, at: number): bigint {
  return (BigInt(readInt32(bytes, at)) << 32n) | BigInt(readInt32(bytes, at + 4) >>> 0)
}

function writeInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8
  bytes[at + 1] = value
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24
  bytes[at + 1] = value >> 16
  bytes[at + 2] = value >> 8
  bytes[at + 3] = value
}

/** Of a safe integer. */
export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  writeInt32(bytes, at, high)
  writeInt32(bytes, at + 4, value - high * 0x1_0000_0000)
}

export function appendInt16(out: ByteSink, value: number): void {
  ensureRoom(out, 2)
  writeInt16(out.bytes, out.length, value)
  out.length += 2
}

export function appendInt32(out: ByteSink, value: number): void {
  ensureRoom(out, 4)
  writeInt32(out.bytes, out.length, value)
  out.length += 4
}

export function appendBigInt64(out: ByteSink, value: bigint): void {
  appendInt32(out, Number(BigInt.asIntN(32, value >> 32n)))
  appendInt32(out, Number(BigInt.asIntN(32, value)))
}
