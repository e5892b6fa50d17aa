import type { KeyedFunction } from './keyed-function.ts'
import type { KeyedPermutation } from './permutation.ts'

/** Symbols of alphabets of their own each, side by side, permuted as one. Up to 2^53 texts by number, longer ones in halves. */
export interface SymbolPermutation {
  /** Replaces `count` places, in place. `sizes` are those of the alphabets. Allocates only to grow. */
  permute(places: Uint8Array, sizes: Uint8Array, count: number): void
}

const rounds = 8
const largest = 2 ** 53

export function symbolPermutation(keyed: KeyedFunction, numbers: KeyedPermutation): SymbolPermutation {
  const { digest, digestWords } = keyed.derive('symbols')
  const seed = new Int32Array(4)
  const out = new Int32Array(4)
  let message = new Uint8Array(256)

  /** Adds to the symbols of one half what the symbols of the other half say. */
  function add(
    places: Uint8Array,
    sizes: Uint8Array,
    to: number,
    toEnd: number,
    from: number,
    fromEnd: number,
    round: number,
  ) {
    message[0] = round
    for (let at = from; at < fromEnd; at += 1) message[1 + at - from] = places[at] as number
    digest(message, 0, 1 + fromEnd - from, seed)
    for (let at = to; at < toEnd; at += 1) {
      const turn = (at - to) & 7
      if (turn === 0)
        digestWords(seed[0] as number, seed[1] as number, seed[2] as number, (seed[3] as number) ^ (at - to), out)
      const word = out[turn >> 1] as number
      const half = (turn & 1) === 0 ? word & 0xffff : word >>> 16
      const size = sizes[at] as number
      places[at] = ((places[at] as number) + ((half * size) >>> 16)) % size
    }
  }

  return {
    permute(places, sizes, count) {
      let texts = 1
      for (let at = 0; at < count && texts <= largest; at += 1) texts *= sizes[at] as number
      if (texts <= largest) {
        let number = 0
        for (let at = 0; at < count; at += 1) number = number * (sizes[at] as number) + (places[at] as number)
        number = numbers.below(number, texts)
        let at = count - 1
        for (; at >= 0 && number > 0x7fff_ffff; at -= 1) {
          const size = sizes[at] as number
          const rest = Math.floor(number / size)
          places[at] = number - rest * size
          number = rest
        }
        for (let small = number | 0; at >= 0; at -= 1) {
          const size = sizes[at] as number
          const rest = (small / size) | 0
          places[at] = small - rest * size
          small = rest
        }
        return
      }
      if (message.length <= count) message = new Uint8Array(2 * count)
      const middle = count >> 1
      for (let round = 0; round < rounds; round += 2) {
        add(places, sizes, 0, middle, middle, count, round)
        add(places, sizes, middle, count, 0, middle, round + 1)
      }
    },
  }
}
