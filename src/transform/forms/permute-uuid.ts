import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { type ByteSink, ensureRoom } from '../../core/rows/byte-sink.ts'

const rounds = 8
const places = [
  0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 17, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
]
const half = places.length / 2
const digits = new TextEncoder().encode('0123456789abcdef')

/**
 * Permutes the 120 bits of a UUID that say neither its version nor its variant: a Feistel network over hexadecimal digits.
 * Appends the permuted one; gives false, and appends nothing, for what is no UUID with hyphens.
 */
export function uuidPermutation(
  keyed: KeyedFunction,
): (bytes: Uint8Array, start: number, end: number, out: ByteSink) => boolean {
  const round = Array.from({ length: rounds }, (_, index) => keyed.derive(`uuid/${index}`))
  const numbers = new Uint8Array(places.length)
  const words = new Int32Array(4)
  const wordBytes = new Uint8Array(words.buffer)
  return (bytes, start, end, out) => {
    if (end - start !== 36) return false
    for (let at = 0; at < 36; at++) {
      const hyphen = at === 8 || at === 13 || at === 18 || at === 23
      if (hyphen !== (bytes[start + at] === 0x2d) || (!hyphen && hexadecimal(bytes[start + at] as number) < 0))
        return false
    }
    for (let index = 0; index < places.length; index++)
      numbers[index] = hexadecimal(bytes[start + (places[index] as number)] as number)
    for (let index = 0; index < rounds; index++) {
      const from = (index & 1) * half
      const to = half - from
      ;(round[index] as KeyedFunction).digest(numbers, from, from + half, words)
      for (let at = 0; at < half; at++)
        numbers[to + at] = (numbers[to + at] as number) ^ ((wordBytes[at] as number) & 0x0f)
    }
    ensureRoom(out, 36)
    for (let at = 0; at < 36; at++) out.bytes[out.length + at] = bytes[start + at] as number
    for (let index = 0; index < places.length; index++)
      out.bytes[out.length + (places[index] as number)] = digits[numbers[index] as number] as number
    out.length += 36
    return true
  }
}

function hexadecimal(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1
}
