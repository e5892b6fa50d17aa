/**
 * Characters that a format-preserving permutation replaces, each by one of its own alphabet: digits, Latin letters and
 * Cyrillic letters of either case. A character is known by its alphabet's size and its place in it.
 */

export const staysAsItIs = -1
export const isForeign = -2

/**
 * The symbol at `at`: `size << 8 | place`, or `staysAsItIs` for signs, spaces and control characters, or `isForeign` for
 * letters of other scripts, which would give themselves away if they stayed.
 */
export function readSymbol(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] as number
  if (byte < 0x80) {
    if (byte >= 0x30 && byte <= 0x39) return (10 << 8) | (byte - 0x30)
    const folded = byte | 0x20
    return folded >= 0x61 && folded <= 0x7a ? (26 << 8) | (folded - 0x61) : staysAsItIs
  }
  const next = bytes[at + 1] as number
  switch (byte) {
    case 0xc2:
      return next === 0xaa || next === 0xb5 || next === 0xba ? isForeign : staysAsItIs
    case 0xc3:
      if (next === 0x97 || next === 0xb7) return staysAsItIs
      if (next < 0x9f) return (30 << 8) | (next - 0x80 - (next > 0x97 ? 1 : 0))
      return (32 << 8) | (next - 0x9f - (next > 0xb7 ? 1 : 0))
    case 0xc4:
    case 0xc5:
      return (128 << 8) | (((byte - 0xc4) << 6) | (next - 0x80))
    case 0xd0:
      if (next === 0x81) return staysAsItIs
      return next < 0x90 ? isForeign : (32 << 8) | ((next - 0x90) & 31)
    case 0xd1:
      if (next === 0x91) return staysAsItIs
      return next < 0x90 ? (32 << 8) | (next - 0x80 + 16) : isForeign
    case 0xe2:
      return next === 0x80 || next === 0x82 ? staysAsItIs : isForeign
    default:
      return isForeign
  }
}

/** Puts another place of the same alphabet over the symbol at `at`; the case stays. */
export function writeSymbol(bytes: Uint8Array, at: number, place: number): void {
  const byte = bytes[at] as number
  if (byte < 0x80) {
    bytes[at] = byte <= 0x39 ? 0x30 + place : (byte & 0x20) | (0x41 + place)
    return
  }
  const next = bytes[at + 1] as number
  if (byte === 0xc3) {
    const upper = next < 0x9f
    bytes[at + 1] = upper ? 0x80 + place + (place >= 0x17 ? 1 : 0) : 0x9f + place + (place >= 0x18 ? 1 : 0)
  } else if (byte <= 0xc5) {
    bytes[at] = 0xc4 + (place >> 6)
    bytes[at + 1] = 0x80 + (place & 63)
  } else {
    const point = (byte === 0xd0 && next < 0xb0 ? 0x10 : 0x30) + place
    bytes[at] = point < 0x40 ? 0xd0 : 0xd1
    bytes[at + 1] = 0x80 + (point & 63)
  }
}

/** How many bytes the character takes that begins with this one. */
export function widthOf(byte: number): number {
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
}
