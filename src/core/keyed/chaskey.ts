/**
 * Chaskey-12 (ISO/IEC 29192-6; N. Mouha et al., "Chaskey: An Efficient MAC Algorithm for 32-bit Microcontrollers",
 * SAC 2014): 128-bit tags under a 128-bit key. Words are little-endian.
 */
export interface Chaskey {
  /** The tag of `bytes[start, end)`, in the first four places. */
  tag(bytes: Uint8Array, start: number, end: number, out: Int32Array): void
  /** The tag of the 16 bytes that four words make up: the same, without the bytes. */
  tagOfWords(a: number, b: number, c: number, d: number, out: Int32Array): void
}

export function chaskey12(key: Int32Array): Chaskey {
  const [k0, k1, k2, k3] = key as unknown as [number, number, number, number]
  const whole = doubled(key)
  const [w0, w1, w2, w3] = whole as unknown as [number, number, number, number]
  const [p0, p1, p2, p3] = doubled(whole) as unknown as [number, number, number, number]
  const last = new Uint8Array(16)
  return {
    tag(bytes, start, end, out) {
      out[0] = k0
      out[1] = k1
      out[2] = k2
      out[3] = k3
      let at = start
      for (; end - at > 16; at += 16) {
        absorb(out, bytes, at)
        permute(out, 0)
      }
      if (end - at === 16) {
        absorb(out, bytes, at)
        mix(out, w0, w1, w2, w3)
        permute(out, 0)
        mix(out, w0, w1, w2, w3)
        return
      }
      for (let index = 0; index < 16; index += 1) last[index] = at + index < end ? (bytes[at + index] as number) : 0
      last[end - at] = 1
      absorb(out, last, 0)
      mix(out, p0, p1, p2, p3)
      permute(out, 0)
      mix(out, p0, p1, p2, p3)
    },
    tagOfWords(a, b, c, d, out) {
      out[0] = a ^ k0 ^ w0
      out[1] = b ^ k1 ^ w1
      out[2] = c ^ k2 ^ w2
      out[3] = d ^ k3 ^ w3
      permute(out, 0)
      mix(out, w0, w1, w2, w3)
    },
  }
}

/**
 * The tags of the same 16 bytes under several keys, `which` of them as bits: each in four places of `out` from four times
 * the key's number on.
 */
export type TagsOfWords = (words: Int32Array, which: number, out: Int32Array) => void

/** For up to 32 keys. */
export function chaskeys12(keys: readonly Int32Array[]): TagsOfWords {
  const before = new Int32Array(4 * keys.length)
  const after = new Int32Array(4 * keys.length)
  keys.forEach((key, index) => {
    const whole = doubled(key)
    after.set(whole, 4 * index)
    before.set(
      key.map((word, place) => word ^ (whole[place] as number)),
      4 * index,
    )
  })
  return (words, which, out) => {
    for (let left = which; left !== 0; left &= left - 1) {
      const at = 4 * (31 - Math.clz32(left & -left))
      for (let word = 0; word < 4; word += 1) out[at + word] = (words[word] as number) ^ (before[at + word] as number)
      permute(out, at)
      for (let word = at; word < at + 4; word += 1) out[word] = (out[word] as number) ^ (after[word] as number)
    }
  }
}

/** Twelve rounds of the permutation, of four words from `at` on. */
function permute(state: Int32Array, at: number): void {
  let a = state[at] as number
  let b = state[at + 1] as number
  let c = state[at + 2] as number
  let d = state[at + 3] as number
  for (let round = 0; round < 12; round += 1) {
    a = (a + b) | 0
    b = ((b << 5) | (b >>> 27)) ^ a
    a = (a << 16) | (a >>> 16)
    c = (c + d) | 0
    d = ((d << 8) | (d >>> 24)) ^ c
    a = (a + d) | 0
    d = ((d << 13) | (d >>> 19)) ^ a
    c = (c + b) | 0
    b = ((b << 7) | (b >>> 25)) ^ c
    c = (c << 16) | (c >>> 16)
  }
  state[at] = a
  state[at + 1] = b
  state[at + 2] = c
  state[at + 3] = d
}

function absorb(state: Int32Array, bytes: Uint8Array, at: number): void {
  mix(state, wordAt(bytes, at), wordAt(bytes, at + 4), wordAt(bytes, at + 8), wordAt(bytes, at + 12))
}

function mix(state: Int32Array, a: number, b: number, c: number, d: number): void {
  state[0] = (state[0] as number) ^ a
  state[1] = (state[1] as number) ^ b
  state[2] = (state[2] as number) ^ c
  state[3] = (state[3] as number) ^ d
}

export function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

/** Doubling in GF(2^128). */
function doubled(words: Int32Array): Int32Array {
  const [a, b, c, d] = words as unknown as [number, number, number, number]
  const carry = d >>> 31 === 1 ? 0x87 : 0
  return Int32Array.of((a << 1) ^ carry, (b << 1) | (a >>> 31), (c << 1) | (b >>> 31), (d << 1) | (c >>> 31))
}
