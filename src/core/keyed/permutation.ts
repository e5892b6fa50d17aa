import type { KeyedFunction } from './keyed-function.ts'

/**
 * Keyed permutations: distinct inputs give distinct outputs, by construction. Feistel networks of eight rounds over the
 * keyed function, as in NIST SP 800-38G. Nothing is allocated per value.
 */
export interface KeyedPermutation {
  /** The place of `value` in a permutation of `[0, count)`; each `count` up to 2^53, and each `tweak` below 2048, has its own. */
  below(value: number, count: number, tweak?: number): number
  /** Permutes the 64 bits in two words, in place. */
  words64(words: Int32Array): void
}

const rounds = 8
/** So many results of rounds are remembered, in all, by one permutation: 4 MB. */
const mostRemembered = 2 ** 21
const mostDomains = 64
const none = new Uint16Array(0)

/** Numbers below `count` in two halves of mixed radix. */
interface Domain {
  count: number
  tweak: number
  left: number
  right: number
  lastA: number
  lastB: number
  low: number
  high: number
  /**
   * What each round says of each half, and 1; 0 where it has not been computed. Halves are few: of a million numbers, a
   * thousand each, so that soon all rounds are known. Empty where there are more than 16 bits hold.
   */
  remembered: Uint16Array
}

export function keyedPermutation(keyed: KeyedFunction): KeyedPermutation {
  const { digestWords } = keyed.derive('permutation')
  const out = new Int32Array(4)
  const domains: Domain[] = []
  let next = 0
  let room = mostRemembered
  // One after the other is mostly of the same.
  let current = domainOf(1, 0)

  function domainOf(count: number, tweak: number): Domain {
    for (let index = 0; index < domains.length; index += 1) {
      const domain = domains[index] as Domain
      if (domain.count === count && domain.tweak === tweak) return domain
    }
    const left = Math.ceil(Math.sqrt(count)) | 0
    const right = Math.ceil(count / left) | 0
    const lastA = quotient(count - 1, right) | 0
    const isSmall = left <= 0xffff && rounds * left <= room
    const remembered = isSmall ? new Uint16Array(rounds * left) : none
    const high = Math.floor(count / 0x1_0000_0000) ^ (tweak << 21)
    const lastB = (count - 1 - lastA * right) | 0
    const domain = { count, tweak, left, right, lastA, lastB, low: count | 0, high, remembered }
    room += (domains[next]?.remembered.length ?? 0) - remembered.length
    domains[next] = domain
    next = (next + 1) % mostDomains
    return domain
  }

  /** What a round says of one half, below `count`. */
  function say(half: number, round: number, count: number, { left, low, high, remembered }: Domain): number {
    const place = round * left + half
    if (place < remembered.length) {
      const known = remembered[place] as number
      if (known !== 0) return known - 1
    }
    digestWords(half, round, low, high, out)
    const said = fraction(out, count)
    if (place < remembered.length) remembered[place] = said + 1
    return said
  }

  return {
    /**
     * Halves are added instead of exclusive-ored, without a branch that nobody could foretell; again as long as the result
     * is outside ("cycle walking").
     */
    below(value, count, tweak = 0) {
      if (count !== current.count || tweak !== current.tweak) current = domainOf(count, tweak)
      const domain = current
      const { left, right, lastA, lastB } = domain
      let a = quotient(value, right) | 0
      let b = (value - a * right) | 0
      do {
        for (let round = 0; round < rounds; round += 2) {
          a = (a + say(b, round, left, domain) - left) | 0
          a = (a + (left & (a >> 31))) | 0
          b = (b + say(a, round + 1, right, domain) - right) | 0
          b = (b + (right & (b >> 31))) | 0
        }
      } while (a > lastA || (a === lastA && b > lastB))
      return a * right + b
    },
    words64(words) {
      let a = words[0] as number
      let b = words[1] as number
      for (let round = 0; round < rounds; round += 2) {
        digestWords(b, round, 0, -1, out)
        a ^= out[0] as number
        digestWords(a, round + 1, 0, -1, out)
        b ^= out[0] as number
      }
      words[0] = a
      words[1] = b
    },
  }
}

/** The whole quotient, also where the nearest double of the exact one is the next whole number. */
function quotient(value: number, divisor: number): number {
  const rounded = Math.floor(value / divisor)
  return rounded * divisor > value ? rounded - 1 : rounded
}

/** A number in `[0, count)`, `count` below 2^31, from the first 53 bits. */
function fraction(words: Int32Array, count: number): number {
  return ((((words[0] as number) >>> 0) * 2 ** -32 + ((words[1] as number) >>> 11) * 2 ** -53) * count) | 0
}
