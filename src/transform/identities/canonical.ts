import { type ByteSink, ensureRoom } from '../../core/rows/byte-sink.ts'

/**
 * Appends the canonical form of a business key, in which all spellings of one key meet: without white space around it,
 * in lower case (Latin and Cyrillic), and without leading zeros if it is nothing but digits. So `0000123`, ` 123 ` and
 * `123` meet, `A.Vogt@Example.com` and `a.vogt@example.com`, and the two cases of a UUID. Returns false, and appends
 * nothing, for a key that is empty. Allocates nothing.
 */
export function appendCanonical(bytes: Uint8Array, start: number, end: number, out: ByteSink): boolean {
  let first = start
  let last = end
  while (first < last && (bytes[first] as number) <= 0x20) first += 1
  while (last > first && (bytes[last - 1] as number) <= 0x20) last -= 1
  if (first === last) return false
  let digits = first
  while (digits < last && isDigit(bytes[digits] as number)) digits += 1
  if (digits === last) while (first < last - 1 && bytes[first] === 0x30) first += 1
  ensureRoom(out, last - first)
  let at = out.length
  if (digits === last) {
    const to = out.bytes
    for (let from = first; from < last; from += 1, at += 1) to[at] = bytes[from] as number
    out.length = at
    return true
  }
  for (let from = first; from < last; from += 1, at += 1) {
    const byte = bytes[from] as number
    out.bytes[at] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    if (byte >= 0xc3 && byte <= 0xd1 && from + 1 < last) {
      from += 1
      foldPair(byte, bytes[from] as number, out.bytes, at)
      at += 1
    }
  }
  out.length = at
  return true
}

/** The lower case of letters of two bytes: Latin-1, Latin Extended-A and Cyrillic. */
function foldPair(lead: number, next: number, to: Uint8Array, at: number): void {
  let lower = ((lead & 31) << 6) | (next & 63)
  if (lower >= 0xc0 && lower <= 0xde && lower !== 0xd7) lower += 0x20
  else if ((lower >= 0x100 && lower <= 0x137) || (lower >= 0x14a && lower <= 0x177)) lower |= 1
  else if ((lower >= 0x139 && lower <= 0x148) || (lower >= 0x179 && lower <= 0x17e)) lower += lower & 1
  else if (lower >= 0x410 && lower <= 0x42f) lower += 0x20
  else if (lower >= 0x400 && lower <= 0x40f) lower += 0x50
  to[at] = 0xc0 | (lower >> 6)
  to[at + 1] = 0x80 | (lower & 63)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
