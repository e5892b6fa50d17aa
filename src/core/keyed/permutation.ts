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
/** So many results of rounds are kept, in all, by one permutation: 4 MB. */
const mostKept = 2 ** 21
const mostDomains = 64
const none = new Uint16Array(0)

/** Numbers below `count` in two halves of mixed radix. */
interface Domain {
  count: number
  left: number
  right: number
  lastA: number
  lastB: number
  low: number
  /** Holds the tweak as well. */
  high: number
  /** How many numbers were permuted one by one. */
  asked: number
  /**
   * What each round says of each half. Halves are few: of a million numbers, a thousand each, so that asking once for each
   * of them costs little as soon as many numbers are permuted. Empty before that, and where 16 bits do not hold a half.
   */
  said: Uint16Array
}

export function keyedPermutation(keyed: KeyedFunction): KeyedPermutation {
  const { digestWords } = keyed.derive('permutation')
  const out = new Int32Array(4)
  const domains: Domain[] = []
  let next = 0
  let room = mostKept
  // One after the other is mostly of the same.
  let current = domainOf(1, 0)

  function domainOf(count: number, high: number): Domain {
    for (let index = 0; index < domains.length; index += 1) {
      const domain = domains[index] as Domain
      if (domain.count === count && domain.high === high) return domain
    }
    const left = Math.ceil(Math.sqrt(count)) | 0
    const right = Math.ceil(count / left) | 0
    const lastA = quotient(count - 1, right) | 0
    const lastB = (count - 1 - lastA * right) | 0
    const domain = { count, left, right, lastA, lastB, low: count | 0, high, asked: 0, said: none }
    room += domains[next]?.said.length ?? 0
    domains[next] = domain
    next = (next + 1) % mostDomains
    return domain
  }

  /** What a round says of one half, below `count`. */
  function say(half: number, round: number, count: number, { low, high }: Domain): number {
    digestWords(half, round, low, high, out)
    return fraction(out, count)
  }

  /** Asks for all that the rounds say of the halves; `left` is the larger one, and the longer row. */
  function ask(domain: Domain): Uint16Array {
    const { left, right } = domain
    const said = new Uint16Array(rounds * left)
    for (let round = 0; round < rounds; round += 2) {
      for (let half = 0; half < right; half += 1) said[round * left + half] = say(half, round, left, domain)
      for (let half = 0; half < left; half += 1) said[(round + 1) * left + half] = say(half, round + 1, right, domain)
    }
    room -= said.length
    return said
  }

  return {
    /**
     * Halves are added instead of exclusive-ored, without a branch that nobody could foretell; again as long as the result
     * is outside ("cycle walking").
     */
    below(value, count, tweak = 0) {
      const upper = ((count / 0x1_0000_0000) | 0) ^ (tweak << 21)
      if (count !== current.count || upper !== current.high) current = domainOf(count, upper)
      const domain = current
      const { left, right, lastA, lastB } = domain
      let a = quotient(value, right) | 0
      let b = (value - a * right) | 0
      if (domain.said === none) {
        domain.asked += 1
        if (domain.asked > left && left <= 0x1_0000 && rounds * left <= room) domain.said = ask(domain)
      }
      const { said } = domain
      do {
        if (said === none) {
          for (let round = 0; round < rounds; round += 2) {
            a = within(a + say(b, round, left, domain) - left, left)
            b = within(b + say(a, round + 1, right, domain) - right, right)
          }
        } else {
          for (let row = 0; row < rounds * left; row += 2 * left) {
            a = within(a + (said[row + b] as number) - left, left)
            b = within(b + (said[row + left + a] as number) - right, right)
          }
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

/** Adds `size` to what is negative, without a branch. */
function within(number: number, size: number): number {
  return ((number | 0) + (size & (number >> 31))) | 0
}

/** A number in `[0, count)`, `count` below 2^31, from the first 53 bits. */
function fraction(words: Int32Array, count: number): number {
  return ((((words[0] as number) >>> 0) * 2 ** -32 + ((words[1] as number) >>> 11) * 2 ** -53) * count) | 0
}
