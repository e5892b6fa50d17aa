import { type ByteSink, ensureRoom } from '../../../core/rows/byte-sink.ts'

/* Text without JavaScript strings. */

/** Appends the decimal digits of a safe integer. */
export function appendInteger(out: ByteSink, value: number): void {
  ensureRoom(out, 17)
  const { bytes } = out
  let rest = value
  if (rest < 0) {
    bytes[out.length++] = 45 // '-'
    rest = -rest
  }
  let size = 1
  for (let limit = 10; rest >= limit; limit *= 10) size += 1
  for (let at = out.length + size - 1; at >= out.length; at -= 1) {
    const next = Math.floor(rest / 10)
    bytes[at] = 48 + (rest - next * 10)
    rest = next
  }
  out.length += size
}

const hexadecimal = new TextEncoder().encode('0123456789abcdef')

/** Appends the 16 bytes of a UUID as it is written. */
export function appendUuid(out: ByteSink, source: Uint8Array, start: number): void {
  ensureRoom(out, 36)
  const { bytes } = out
  let at = out.length
  for (let index = 0; index < 16; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) bytes[at++] = 45 // '-'
    const byte = source[start + index] as number
    bytes[at++] = hexadecimal[byte >> 4] as number
    bytes[at++] = hexadecimal[byte & 15] as number
  }
  out.length = at
}
