/** A hash that grows word by word. */
export interface RollingHash {
  begin(): void
  add(word: string): void
  /** Of all that was added since the beginning: 53 bits. */
  value(): number
  /** Of one text alone. */
  of(text: string): number
}

/** Two 32-bit hashes (FNV-1a, and one with another prime), both begun at what `start` says. */
export function rollingHash(start: number): RollingHash {
  let first = 0
  let second = 0
  const hash: RollingHash = {
    begin() {
      first = 0x811c9dc5 ^ start
      second = Math.imul(0x9e3779b9 ^ start, 0x85ebca6b)
    },
    add(word) {
      for (let index = 0; index < word.length; index++) {
        const code = word.charCodeAt(index)
        first = Math.imul(first ^ code, 0x01000193)
        second = Math.imul(second ^ code, 0x85ebca6b)
        second ^= second >>> 13
      }
    },
    value: () => (second >>> 11) * 0x1_0000_0000 + (first >>> 0),
    of(text) {
      hash.begin()
      hash.add(text)
      return hash.value()
    },
  }
  return hash
}
