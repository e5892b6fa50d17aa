import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/core/random.ts'
import { seededSchedule, seedPosition } from '../../../src/scenario/run/schedule.ts'

/** The order of the lines, as letters. */
function order(seed: string, steps: readonly number[]): string {
  const position = seedPosition(seed, seededRandom)
  const schedule = seededSchedule({ mode: 'interleaved', steps, random: seededRandom(seed), position })
  const left = [...steps]
  let text = ''
  for (;;) {
    const waiting = left.flatMap((count, line) => (count > 0 ? [line] : []))
    if (waiting.length === 0) return text
    const [line = 0] = schedule.next(waiting)
    left[line] = (left[line] ?? 0) - 1
    text += 'abcdef'[line]
  }
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`)

test('fifty seeds go through every order of few steps, and most of sixty', () => {
  expect(new Set(seeds(50).map((seed) => order(seed, [2, 2]))).size).toBe(6)
  expect(new Set(seeds(50).map((seed) => order(seed, [2, 1, 1]))).size).toBe(12)
  expect(new Set(seeds(50).map((seed) => order(seed, [2, 1, 1, 1]))).size).toBeGreaterThan(40)
})

test('an order belongs to its seed', () => {
  expect(seeds(20).map((seed) => order(seed, [5, 5]))).toEqual(seeds(20).map((seed) => order(seed, [5, 5])))
})

test('of a great many orders, some let one line run far while another stands still', () => {
  const orders = seeds(50).map((seed) => order(seed, [12, 12, 12]))
  expect(orders.some((text) => /a{11}|b{11}|c{11}/.test(text))).toBe(true)
  expect(orders.some((text) => !/a{5}|b{5}|c{5}/.test(text))).toBe(true)
})
