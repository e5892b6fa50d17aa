import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { digestCode, digitsCode } from '../identities/identity-code.ts'
import { dictionary, lengthAt, pick, putEntry, putStart } from './dictionary.ts'
import { draw, draws, type Persona, sexOf } from './persona.ts'
import { ascii, putByte } from './put.ts'

/** Reserved for documentation (RFC 2606). */
const domains = dictionary(['@example.com', '@example.org', '@example.net'])
const alphabet = ascii('0123456789abcdefghjkmnpqrstvwxyz')

/** In characters: the sign before it, and the suffix. */
const longestSuffix = 17
const domainLength = 12
const longestPart = 20

/** With the shortest name that is still made, one letter. */
export const shortestEmail = 1 + longestSuffix + domainLength
export const longestEmail = 2 * longestPart + 1 + longestSuffix + domainLength
export const shortestLogin = 1 + longestSuffix
export const longestLogin = 1 + longestPart + longestSuffix

/** `anna.schmidt.k3x9@example.com`; the name is cut where the whole would be longer than `most`. */
export function putEmail(persona: Persona, out: ByteSink, most: number): void {
  const { firstLatin, lastLatin } = persona.data.names
  const sex = sexOf(persona)
  const at = draw(persona, draws.name)
  const first = pick(persona.drawn[at + 1] as number, firstLatin[sex].count)
  const last = pick(persona.drawn[at + 2] as number, lastLatin[sex].count)
  const room = Math.min(most - domainLength - longestSuffix, 2 * longestPart + 1)
  const firstLength = Math.min(lengthAt(firstLatin[sex], first), longestPart, room)
  putStart(firstLatin[sex], first, firstLength, out)
  if (room - firstLength >= 2) {
    putByte(out, 0x2e)
    putStart(lastLatin[sex], last, Math.min(longestPart, room - firstLength - 1), out)
  }
  putSuffix(persona, out)
  putEntry(domains, pick(persona.drawn[at + 3] as number, domains.count), out)
}

/** `aschmidt.k3x9`; the name is cut where the whole would be longer than `most`. */
export function putLogin(persona: Persona, out: ByteSink, most: number): void {
  const { firstLatin, lastLatin } = persona.data.names
  const sex = sexOf(persona)
  const at = draw(persona, draws.name)
  putStart(firstLatin[sex], pick(persona.drawn[at + 1] as number, firstLatin[sex].count), 1, out)
  const room = Math.min(most - longestSuffix - 1, longestPart)
  putStart(lastLatin[sex], pick(persona.drawn[at + 2] as number, lastLatin[sex].count), room, out)
  putSuffix(persona, out)
}

/**
 * What tells a persona's e-mail and login from those of all others: the identity's code, permuted under the key, in base
 * 32 (Crockford's alphabet). Behind `.`, the code of a number; behind `-`, of other short keys; behind `_`, the digest of a
 * long one, which has 16 characters. Codes that fit into k characters are permuted among themselves and have k, so that
 * no two suffixes are the same; names hold none of the three signs but one `.`, which is followed by letters only.
 */
function putSuffix({ code, permutation }: Persona, out: ByteSink): void {
  const kind = (code[2] as number) & 0xffff
  putByte(out, kind === digitsCode ? 0x2e : kind === digestCode ? 0x5f : 0x2d)
  const high = (code[1] as number) >>> 0
  const low = (code[0] as number) >>> 0
  if (kind !== digestCode && high < 0x4_0000) {
    const value = high * 0x1_0000_0000 + low
    let digits = 4
    let count = 0x10_0000
    for (; value >= count; count *= 32) digits += 1
    putBase32(out, permutation.below(value, count, kind), digits)
    return
  }
  pair[0] = code[0] as number
  pair[1] = code[1] as number
  permutation.words64(pair)
  // 64 bits in thirteen characters: ten for the lower 50 bits, three for the rest, six with the 16 bits of a digest.
  const top = (pair[1] as number) >>> 0
  const lower = (top & 0x3_ffff) * 0x1_0000_0000 + ((pair[0] as number) >>> 0)
  if (kind === digestCode) putBase32(out, (((code[2] as number) >>> 16) << 14) | (top >>> 18), 6)
  else putBase32(out, top >>> 18, 3)
  putBase32(out, lower, 10)
}

const pair = new Int32Array(2)

function putBase32(out: ByteSink, number: number, digits: number): void {
  const { bytes, length } = out
  // In parts of six digits, which are 30 bits.
  let low = number & 0x3fff_ffff
  let high = number < 0x4000_0000 ? 0 : Math.floor(number / 0x4000_0000)
  for (let at = length + digits - 1, left = 6; at >= length; at -= 1, left -= 1) {
    if (left === 0) {
      low = high
      high = 0
    }
    bytes[at] = alphabet[low & 31] as number
    low >>>= 5
  }
  out.length = length + digits
}
