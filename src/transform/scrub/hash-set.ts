/** A set of texts that holds 53 bits of each: eight bytes a text, and half of the places free. */
export interface HashSet {
  add(text: string): void
  has(text: string): boolean
  readonly size: number
}

export function hashSet(capacity = 1_024): HashSet {
  let places = new Float64Array(capacity)
  let size = 0

  function placeOf(hash: number): number {
    let at = hash % places.length
    while (places[at] !== 0 && places[at] !== hash) at = at + 1 === places.length ? 0 : at + 1
    return at
  }

  function grow(): void {
    const old = places
    places = new Float64Array(old.length * 2)
    for (const hash of old) if (hash !== 0) places[placeOf(hash)] = hash
  }

  return {
    add(text) {
      const hash = hash53(text)
      const at = placeOf(hash)
      if (places[at] === hash) return
      places[at] = hash
      size++
      if (size * 2 > places.length) grow()
    },
    has(text) {
      const hash = hash53(text)
      return places[placeOf(hash)] === hash
    },
    get size() {
      return size
    },
  }
}

/** Two 32-bit hashes (FNV-1a, and one with another prime and start) as one number, never 0. */
function hash53(text: string): number {
  let first = 0x811c9dc5
  let second = 0x9e3779b9
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ code, 0x85ebca6b)
    second ^= second >>> 13
  }
  return (second >>> 11) * 0x1_0000_0000 + (first >>> 0) + 1
}
