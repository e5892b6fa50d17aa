/**
 * A compact table from 64 bits that stand for a key to an identity's locale and, where asked for, its code. Typed arrays
 * with open addressing: an entry takes 9 bytes for the locale alone and 21 with the code, and between 1.3 and 2.7 times
 * that, as the table doubles when three quarters are taken; 10,000,000 identities take 151 and 352 MB (while it
 * doubles, half as much again).
 */
export interface IdentityRegister {
  readonly size: number
  /** Puts an entry under a key; what was there before stays. `code` is left out where only locales are kept. */
  add(key0: number, key1: number, locale: number, code?: Int32Array): void
  /** The place of a key's entry, or -1. Holds until the next `add`. */
  find(key0: number, key1: number): number
  localeAt(place: number): number
  copyCode(place: number, code: Int32Array): void
}

export function identityRegister(options: { codes: boolean }): IdentityRegister {
  let capacity = 1024
  let size = 0
  let keys = new Int32Array(2 * capacity)
  /** The locale and 1; 0 where nothing is. */
  let marks = new Uint8Array(capacity)
  let codes = new Int32Array(options.codes ? 3 * capacity : 0)

  /** Where the key is, or would be. Keys are results of a keyed function: their bits need no mixing. */
  function placeOf(key0: number, key1: number): number {
    let place = (key0 & (capacity - 1)) >>> 0
    while (marks[place] !== 0 && (keys[2 * place] !== key0 || keys[2 * place + 1] !== key1))
      place = (place + 1) & (capacity - 1)
    return place
  }

  function grow(): void {
    const before = { capacity, keys, marks, codes }
    capacity *= 2
    keys = new Int32Array(2 * capacity)
    marks = new Uint8Array(capacity)
    codes = new Int32Array(options.codes ? 3 * capacity : 0)
    for (let from = 0; from < before.capacity; from += 1) {
      if (before.marks[from] === 0) continue
      const place = placeOf(before.keys[2 * from] as number, before.keys[2 * from + 1] as number)
      keys[2 * place] = before.keys[2 * from] as number
      keys[2 * place + 1] = before.keys[2 * from + 1] as number
      marks[place] = before.marks[from] as number
      if (options.codes)
        for (let word = 0; word < 3; word += 1) codes[3 * place + word] = before.codes[3 * from + word] as number
    }
  }

  return {
    get size() {
      return size
    },
    add(key0, key1, locale, code) {
      if (4 * (size + 1) > 3 * capacity) grow()
      const place = placeOf(key0, key1)
      if (marks[place] !== 0) return
      keys[2 * place] = key0
      keys[2 * place + 1] = key1
      marks[place] = locale + 1
      if (code !== undefined) codes.set(code.subarray(0, 3), 3 * place)
      size += 1
    },
    find(key0, key1) {
      const place = placeOf(key0, key1)
      return marks[place] === 0 ? -1 : place
    },
    localeAt: (place) => (marks[place] as number) - 1,
    copyCode(place, code) {
      for (let word = 0; word < 3; word += 1) code[word] = codes[3 * place + word] as number
    },
  }
}
