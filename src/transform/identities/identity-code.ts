import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'

/**
 * A business key in 80 bits: two words that hold 64, and a third that says how.
 *
 * | third word | the first two hold |
 * | --- | --- |
 * | `digitsCode` | the number that up to 19 digits make, exactly |
 * | `signsCode` | up to 12 letters, digits and `-`, `_`, `.`, `/`, exactly |
 * | `digestCode` with 16 more bits above it | a keyed digest of anything longer |
 *
 * So distinct keys of the first two kinds have distinct codes; two of the third share one with a chance of 2^-80.
 */
export type IdentityCode = Int32Array

export const digitsCode = 0
const signsCode = 1
export const digestCode = 2

export type EncodeKey = (canonical: Uint8Array, start: number, end: number, code: IdentityCode) => void

/** Writes the code of a key in canonical form. Allocates nothing. */
export function keyEncoder(keyed: KeyedFunction): EncodeKey {
  const long = keyed.derive('long keys')
  const out = new Int32Array(4)
  return (bytes, start, end, code) => {
    if (encodeExactly(bytes, start, end, code)) return
    long.digest(bytes, start, end, out)
    code[0] = out[0] as number
    code[1] = out[1] as number
    code[2] = ((out[2] as number) & 0xffff_0000) | digestCode
  }
}

/** Bijective numeration: of base 40 for signs, so that no two texts of any length share a number. */
function encodeExactly(bytes: Uint8Array, start: number, end: number, code: IdentityCode): boolean {
  const length = end - start
  if (encodeShortNumber(bytes, start, end, code)) return true
  let digits = start
  while (digits < end && isDigit(bytes[digits] as number)) digits += 1
  const isNumber = digits === end
  if (length > (isNumber ? 19 : 12)) return false
  const base = isNumber ? 10 : 40
  let low = 0
  let high = 0
  for (let at = start; at < end; at += 1) {
    const sign = isNumber ? (bytes[at] as number) - 0x30 : signOf(bytes[at] as number)
    if (sign < 0) return false
    low = low * base + sign
    // What a double holds needs no carrying.
    if (at - start < 8 && at < end - 1) continue
    const carry = Math.floor(low / 0x1_0000_0000)
    low -= carry * 0x1_0000_0000
    high = high * base + carry
  }
  code[0] = low | 0
  code[1] = high | 0
  code[2] = isNumber ? digitsCode : signsCode
  return true
}

/**
 * Up to nine digits behind leading zeros, as most keys are, in one go, whether in canonical form or not. False, with
 * nothing written, for anything else.
 */
export function encodeShortNumber(bytes: Uint8Array, start: number, end: number, code: IdentityCode): boolean {
  let first = start
  while (first < end - 1 && bytes[first] === 0x30) first += 1
  if (end - first > 9 || first === end) return false
  let number = 0
  for (let at = first; at < end; at += 1) {
    const digit = (bytes[at] as number) - 0x30
    if (digit >>> 0 > 9) return false
    number = (Math.imul(number, 10) + digit) | 0
  }
  code[0] = number
  code[1] = 0
  code[2] = digitsCode
  return true
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** 1 to 40, or -1. */
function signOf(byte: number): number {
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x60
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30 + 27
  if (byte === 0x2d) return 37
  if (byte === 0x5f) return 38
  if (byte === 0x2e) return 39
  return byte === 0x2f ? 40 : -1
}
