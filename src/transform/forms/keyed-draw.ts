import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'

/** Numbers that look random to whoever lacks the key, and are the same for the same seed. Allocates nothing once it is made. */
export interface KeyedDraw {
  /** Begins anew with what stands for `bytes[start, end)`. */
  seed(bytes: Uint8Array, start: number, end: number): void
  /** A whole number in [0, limit); the limit is at most 2^21. */
  below(limit: number): number
  /** A number in [0, 1) with 42 bits. */
  fraction(): number
}

const word = 0x1_0000_0000
const whole = 2 ** 108
const half = 2 ** 21

/**
 * Takes digits out of 128 keyed bits by long division, so that different digests give different series of digits as long
 * as fewer than 108 bits are drawn; then goes on with a digest of the digest and a counter.
 */
export function keyedDraw(keyed: KeyedFunction, label: string): KeyedDraw {
  const first = keyed.derive(label)
  const more = keyed.derive(`${label}/more`)
  const digest = new Int32Array(5)
  const digestBytes = new Uint8Array(digest.buffer)
  const next = new Int32Array(4)
  const state = new Uint32Array(4)
  let left = 0
  /** Draws that were taken together, for one limit. */
  let drawn = 0
  let held = 0
  let heldLimit = 0

  function refill(): void {
    digest[4] = (digest[4] as number) + 1
    more.digest(digestBytes, 0, 20, next)
    state.set(next)
    left = whole
  }

  /** Long division of the state: costly, so that several small draws are taken out of one. */
  function divide(limit: number): number {
    if (left < limit) refill()
    left /= limit
    let rest = 0
    for (let index = 0; index < 4; index++) {
      const dividend = rest * word + (state[index] as number)
      const quotient = Math.floor(dividend / limit)
      state[index] = quotient
      rest = dividend - quotient * limit
    }
    return rest
  }

  function below(limit: number): number {
    if (limit !== heldLimit || held === 0) {
      let together = limit
      for (held = 1; together * limit <= half; held++) together *= limit
      heldLimit = limit
      drawn = divide(together)
    }
    held--
    const result = drawn % limit
    drawn = (drawn - result) / limit
    return result
  }

  return {
    seed(bytes, start, end) {
      first.digest(bytes, start, end, digest)
      digest[4] = 0
      held = 0
      for (let index = 0; index < 4; index++) state[index] = digest[index] as number
      left = whole
    },
    below,
    fraction: () => (below(half) * half + below(half)) / (half * half),
  }
}
