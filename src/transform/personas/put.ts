import type { ByteSink } from '../../core/rows/byte-sink.ts'

/** Appends one byte of ASCII. There has to be room, here and below. */
export function putByte(out: ByteSink, byte: number): void {
  out.bytes[out.length] = byte
  out.length += 1
}

/** The two digits of each number below 100, as a word of 16 bits. */
const pairs = Uint16Array.from(
  { length: 100 },
  (_, number) => ((0x30 + Math.floor(number / 10)) << 8) | (0x30 + (number % 10)),
)

/** Appends the last `digits` digits of a number below 2^53. */
export function putDigits(out: ByteSink, number: number, digits: number): void {
  const { bytes, view, length } = out
  let at = length + digits
  let rest = number
  for (; rest > 0x7fff_ffff; at -= 1) {
    const next = Math.floor(rest / 10)
    bytes[at - 1] = 0x30 + (rest - next * 10)
    rest = next
  }
  let small = rest | 0
  for (; at - length >= 2; at -= 2) {
    const next = (small / 100) | 0
    view.setUint16(at - 2, pairs[small - next * 100] as number)
    small = next
  }
  if (at > length) bytes[length] = 0x30 + (small % 10)
  out.length = length + digits
}

/** Appends a whole number without leading zeros. */
export function putNumber(out: ByteSink, number: number): void {
  let digits = 1
  for (let power = 10; number >= power; power *= 10) digits += 1
  putDigits(out, number, digits)
}

export function putAll(out: ByteSink, bytes: Uint8Array): void {
  const to = out.bytes
  let at = out.length
  for (let from = 0; from < bytes.length; from += 1, at += 1) to[at] = bytes[from] as number
  out.length = at
}

/** The digit at a place of what is written. */
export function digitAt(out: ByteSink, at: number): number {
  return (out.bytes[at] as number) - 0x30
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
