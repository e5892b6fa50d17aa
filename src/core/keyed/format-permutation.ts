import { appendBytes, type ByteSink, byteSink, ensureRoom } from '../rows/byte-sink.ts'
import type { KeyedFunction } from './keyed-function.ts'
import { keyedPermutation } from './permutation.ts'
import { symbolPermutation } from './symbol-permutation.ts'
import { isForeign, readSymbol, staysAsItIs, widthOf, writeSymbol } from './symbols.ts'

/**
 * A keyed permutation of texts that keeps their form: digits stay digits, letters stay letters of their case, all other
 * characters stay, and so do leading zeros of numbers, so that `0000123`, `123` and the integer 123 become the same
 * number again in their own forms. Numbers that fit into 2, 4 or 8 bytes, or a double, still do. Distinct texts stay
 * distinct. Letter case does not matter: `C20001` and `c20001` differ in nothing but the case of the result.
 */
export interface FormatPermutation {
  /**
   * Appends the replacement of `bytes[start, end)`, which is as long. Returns false, and appends nothing, where nothing
   * can be replaced, or letters of a script other than Latin and Cyrillic would stay. Allocates nothing.
   */
  text(bytes: Uint8Array, start: number, end: number, out: ByteSink): boolean
  /** The replacement of an integer within ±(2^53 - 1). */
  integer(value: number): number
}

const zero = 0x30
const powers = Array.from({ length: 17 }, (_, exponent) => 10 ** exponent)
const largestShort = 32_767
const largestInteger = 2_147_483_647
const largestSafe = encode('9007199254740991')
const largestLong = encode('9223372036854775807')
const smallestLong = encode('9223372036854775808')

const positiveRanges = rangesOf(false)
const negativeRanges = rangesOf(true)

/**
 * What the numbers of up to 15 digits are permuted among, by the number of digits: those up to the border, which is where a
 * type of 2 or 4 bytes ends, at twice their number, and those above it behind that. Tables instead of cases: what a rare
 * case needs would be compiled anew when it first comes.
 */
function rangesOf(negative: boolean) {
  const borders = new Float64Array(16)
  const firsts = new Float64Array(32)
  const lasts = new Float64Array(32)
  for (let digits = 1; digits <= 15; digits += 1) {
    const last = (powers[digits] as number) - 1
    const largest = digits === 5 ? largestShort : digits === 10 ? largestInteger : last
    const border = largest === last ? last : largest + (negative ? 1 : 0)
    borders[digits] = border
    // Negative numbers of one digit are permuted among themselves.
    firsts[2 * digits] = digits === 1 ? (negative ? 1 : 0) : (powers[digits - 1] as number)
    lasts[2 * digits] = border
    firsts[2 * digits + 1] = border + 1
    lasts[2 * digits + 1] = last
  }
  return { borders, firsts, lasts }
}

export function formatPermutation(keyed: KeyedFunction): FormatPermutation {
  const numbers = keyedPermutation(keyed)
  const symbols = symbolPermutation(keyed, numbers)
  let places = new Uint8Array(256)
  let sizes = new Uint8Array(256)
  const scratch = byteSink(32)

  /** A number of up to 15 digits, among those that have as many and fit into the same types. */
  function shortNumber(value: number, digits: number, negative: boolean): number {
    // There is no -0 among the integers.
    if (negative && value === 0) return 0
    const ranges = negative ? negativeRanges : positiveRanges
    const place = 2 * digits + (value > (ranges.borders[digits] as number) ? 1 : 0)
    const first = ranges.firsts[place] as number
    return first + numbers.below(value - first, (ranges.lasts[place] as number) - first + 1)
  }

  /** More than 15 digits, the first of which is not 0, in place. */
  function longNumber(bytes: Uint8Array, at: number, digits: number, negative: boolean): void {
    const long = negative ? smallestLong : largestLong
    const border = digits === 16 ? largestSafe : digits === 19 ? long : undefined
    const within = border !== undefined && isAtMost(bytes, at, border)
    do {
      for (let index = 0; index < digits; index += 1) {
        places[index] = (bytes[at + index] as number) - zero
        sizes[index] = 10
      }
      symbols.permute(places, sizes, digits)
      for (let index = 0; index < digits; index += 1) bytes[at + index] = zero + (places[index] as number)
    } while (bytes[at] === zero || (border !== undefined && isAtMost(bytes, at, border) !== within))
  }

  /** Digits in place; leading zeros stay, but for the last digit. */
  function number(bytes: Uint8Array, start: number, end: number, negative: boolean): void {
    let at = start
    while (at < end - 1 && bytes[at] === zero) at += 1
    const digits = end - at
    if (digits > 15) {
      longNumber(bytes, at, digits, negative)
      return
    }
    let value = 0
    for (let index = at; index < end; index += 1) value = value * 10 + (bytes[index] as number) - zero
    writeDigits(bytes, at, end, shortNumber(value, digits, negative))
  }

  /** Whatever is not a number alone, in place. Returns false where it is to be left alone. */
  function mixed(bytes: Uint8Array, start: number, end: number): boolean {
    let count = 0
    for (let at = start; at < end; at += widthOf(bytes[at] as number)) {
      const symbol = readSymbol(bytes, at)
      if (symbol === isForeign) return false
      if (symbol === staysAsItIs) continue
      places[count] = symbol & 0xff
      sizes[count] = symbol >> 8
      count += 1
    }
    if (count === 0) return false
    symbols.permute(places, sizes, count)
    let index = 0
    for (let at = start; at < end; at += widthOf(bytes[at] as number)) {
      if (readSymbol(bytes, at) === staysAsItIs) continue
      writeSymbol(bytes, at, places[index] as number)
      index += 1
    }
    return true
  }

  return {
    text(source, start, end, out) {
      const length = end - start
      if (length > places.length) {
        places = new Uint8Array(2 * length)
        sizes = new Uint8Array(2 * length)
      }
      const from = out.length
      appendBytes(out, source, start, end)
      const { bytes } = out
      let first = from
      let last = out.length
      while (first < last && (bytes[first] as number) <= 0x20) first += 1
      while (last > first && (bytes[last - 1] as number) <= 0x20) last -= 1
      const negative = first < last - 1 && bytes[first] === 0x2d
      if (isNumber(bytes, negative ? first + 1 : first, last)) {
        number(bytes, negative ? first + 1 : first, last, negative)
        return true
      }
      if (mixed(bytes, first, last)) return true
      out.length = from
      return false
    },
    integer(value) {
      const negative = value < 0
      const size = negative ? -value : value
      let digits = 1
      while (size >= (powers[digits] as number)) digits += 1
      if (digits <= 15) {
        const result = shortNumber(size, digits, negative)
        return negative ? -result : result
      }
      ensureRoom(scratch, digits)
      writeDigits(scratch.bytes, 0, digits, size)
      longNumber(scratch.bytes, 0, digits, negative)
      let result = 0
      for (let index = 0; index < digits; index += 1) result = result * 10 + ((scratch.bytes[index] as number) - zero)
      return negative ? -result : result
    },
  }
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte < zero || byte > zero + 9) return false
  }
  return end > start
}

function writeDigits(bytes: Uint8Array, start: number, end: number, value: number): void {
  let at = end - 1
  let rest = value
  for (; rest > 0x7fff_ffff; at -= 1) {
    const next = Math.floor(rest / 10)
    bytes[at] = zero + (rest - next * 10)
    rest = next
  }
  // What fits into 32 bits is divided as such, which is faster.
  for (let small = rest | 0; at >= start; at -= 1) {
    const next = (small / 10) | 0
    bytes[at] = zero + (small - next * 10)
    small = next
  }
}

function isAtMost(bytes: Uint8Array, at: number, border: Uint8Array): boolean {
  for (let index = 0; index < border.length; index += 1) {
    const difference = (bytes[at + index] as number) - (border[index] as number)
    if (difference !== 0) return difference < 0
  }
  return true
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
