import type { Random } from '../../core/random.ts'
import type { Concurrency } from '../model/concurrency.ts'

/** Decides who goes on when every line waits for its next step. Lines are numbered in the order of the file. */
export interface Schedule {
  /** At least one of those that wait. */
  next(waiting: readonly number[]): readonly number[]
  /** This line tried in vain, and waits for somebody else to do something. */
  yielded(line: number): void
}

export interface ScheduleOptions {
  mode: Exclude<Concurrency, 'free'>
  /** How many steps each line has. */
  steps: readonly number[]
  random: Random
  /** Where the seed stands among all interleavings, in [0, 1); see `seedPosition`. */
  position: number
}

/** Up to so many interleavings, as a power of two, are gone through evenly; of more, half of the seeds look elsewhere. */
const evenly = 20

/** The order of an interleaved or overlapping run. The same options give the same order. */
export function seededSchedule({ mode, steps, random, position }: ScheduleOptions): Schedule {
  if (mode === 'overlapping') return rounds(random)
  if (interleavings(steps) > evenly && random.below(2) === 1) return priorities(steps, random)
  return evenInterleaving(steps, position, random)
}

/**
 * A number's place among the interleavings: multiples of the golden ratio's inverse, which fill [0, 1) evenly however many
 * of them there are (a Kronecker sequence), so that seeds which follow each other try orders that differ.
 */
export function seedPosition(seed: string, randomOf: (family: string) => Random): number {
  const [, family = '', digits = ''] = /^(.*?)(\d{0,9})$/s.exec(seed) ?? []
  return (randomOf(family).next() + Number(digits) * 0.6180339887498949) % 1
}

/**
 * Every interleaving has a part of [0, 1) of the same size, in the manner of arithmetic coding: the position names one.
 * Once its digits are used up, the rest is drawn.
 */
function evenInterleaving(steps: readonly number[], position: number, random: Random): Schedule {
  const left = [...steps]
  let rest = position
  let size = 1
  return {
    next(waiting) {
      const weights = waiting.map((line) => Math.max(1, left[line] ?? 1))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      let at = 0
      let index = 0
      while (index < waiting.length - 1 && rest >= (at + (weights[index] ?? 0)) / total) {
        at += weights[index] ?? 0
        index++
      }
      const share = (weights[index] ?? 1) / total
      rest = (rest - at / total) / share
      size *= share
      if (size < 2 ** -40) {
        rest = random.next()
        size = 1
      }
      const line = waiting[index] ?? 0
      left[line] = (left[line] ?? 1) - 1
      return [line]
    },
    yielded: () => undefined,
  }
}

/**
 * Lines by priority, with one or two points at which the first of them falls back: it finds what needs one line to stand
 * still while others run far (after Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding
 * Bugs", 2010).
 */
function priorities(steps: readonly number[], random: Random): Schedule {
  const ranks = new Map<number, number>()
  const total = steps.reduce((sum, count) => sum + count, 0)
  const changes = new Set(Array.from({ length: 1 + random.below(2) }, () => 1 + random.below(Math.max(1, total - 1))))
  let lowest = 0
  let draws = 0
  const highest = (waiting: readonly number[]): number => {
    for (const line of waiting) if (!ranks.has(line)) ranks.set(line, random.next())
    return waiting.reduce((best, line) => ((ranks.get(line) ?? 0) > (ranks.get(best) ?? 0) ? line : best))
  }
  return {
    next(waiting) {
      if (changes.has(draws++)) ranks.set(highest(waiting), random.next())
      return [highest(waiting)]
    },
    yielded(line) {
      lowest--
      ranks.set(line, lowest)
    },
  }
}

/** Those that start together: each line with even chances, all of them when none was drawn. */
function rounds(random: Random): Schedule {
  return {
    next(waiting) {
      const drawn = waiting.filter(() => random.below(2) === 1)
      return drawn.length > 0 ? drawn : waiting
    },
    yielded: () => undefined,
  }
}

/** How many orders there are, as a power of two: the multinomial coefficient of the lines' lengths. */
function interleavings(steps: readonly number[]): number {
  let power = 0
  let placed = 0
  for (const count of steps)
    for (let step = 1; step <= count; step++) {
      placed++
      power += Math.log2(placed / step)
    }
  return power
}
