import fc from 'fast-check'
import { expect } from 'vitest'
import { StandinError } from '../../src/core/error.ts'

/** `npm run test:fuzz` tries them all; `npm test`, with everything else to do, every twentieth. */
const share = process.env.STANDIN_FUZZ === 'all' ? 1 : 1 / 20

/** What each input may take, in milliseconds of this thread's own work. */
const patience = 1_000

/**
 * Holds that whatever is made of an input ends in time, in an answer or in a `StandinError` whose problems can be
 * printed. Tells how many inputs were refused.
 */
export function tryInputs<T>(inputs: fc.Arbitrary<T>, count: number, work: (input: T) => void): { refused: number } {
  let refused = 0
  fc.assert(
    fc.property(inputs, (input) => {
      const before = process.threadCpuUsage()
      try {
        work(input)
      } catch (thrown) {
        if (!(thrown instanceof StandinError)) throw thrown
        for (const { code, message } of thrown.problems) {
          expect(code).toMatch(/^[a-z]+\.[a-z-]+$/)
          expect(message).not.toBe('')
          expect(message.length).toBeLessThan(1_000)
        }
        refused++
      }
      const { user, system } = process.threadCpuUsage(before)
      expect((user + system) / 1_000).toBeLessThan(patience)
    }),
    { numRuns: Math.ceil(count * share) },
  )
  return { refused }
}

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'email', '__proto__', 'constructor', 'length', 'gte', 'not', 'each', 'odd key', ''),
  fc.string({ maxLength: 6 }),
)

/** Trees of JSON, with the values and keys that programs stumble over. */
export const json: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -0,
      1,
      1.5,
      1e308,
      2 ** 53,
      '',
      'a',
      '1',
      '1e5',
      '12.50',
      '2026-03-02',
    ),
    fc.string({ maxLength: 8 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree
