import { expect, test } from 'vitest'
import { type Delay, drawDelay, longestDelay } from '../../src/core/fault-effect.ts'
import { seededRandom } from '../../src/core/random.ts'

function draws(delay: Delay, seed = 'delays'): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: 4_000 }, () => drawDelay(delay, random)).sort((a, b) => a - b)
}

const median = (sorted: number[]): number => sorted[sorted.length / 2] ?? Number.NaN
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('delays follow their distributions', () => {
  expect(new Set(draws({ kind: 'fixed', delay: 70 }))).toEqual(new Set([70]))
  const uniform = draws({ kind: 'uniform', from: 100, to: 200 })
  expect([uniform[0], uniform.at(-1)].map((value) => Math.round((value ?? 0) / 5) * 5)).toEqual([100, 200])
  const normal = draws({ kind: 'normal', mean: 500, deviation: 50 })
  expect(mean(normal)).toBeCloseTo(500, -1)
  expect(Math.sqrt(mean(normal.map((value) => (value - 500) ** 2)))).toBeCloseTo(50, -1)
  const lognormal = draws({ kind: 'lognormal', median: 200, sigma: 0.5 })
  expect(Math.abs(median(lognormal) - 200)).toBeLessThan(10)
  expect(mean(lognormal)).toBeGreaterThan(215)
})

test('no delay is below nothing or beyond what somebody waits for', () => {
  expect(draws({ kind: 'normal', mean: 0, deviation: 100 })[0]).toBe(0)
  expect(draws({ kind: 'lognormal', median: 20_000, sigma: 3 }).at(-1)).toBe(longestDelay)
})

test('the same seed draws the same delays', () => {
  const delay: Delay = { kind: 'lognormal', median: 200, sigma: 1 }
  expect(draws(delay)).toEqual(draws(delay))
  expect(draws(delay)).not.toEqual(draws(delay, 'others'))
})
