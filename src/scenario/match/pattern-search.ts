import { StandinError } from '../../core/error.ts'
import { patternObjection } from '../../core/pattern.ts'
import { longestComputation, OutOfTime, withinTime } from '../../limits/within-time.ts'

/** Whether a matcher takes the text as a regular expression. */
export function isPattern(pattern: unknown): pattern is string {
  return typeof pattern === 'string' && patternObjection(pattern) === undefined
}

/**
 * Whether the pattern is found in the text. Throws `scenario.pattern-time` when that cannot be told within a second:
 * neither answer would be true.
 */
export function patternFound(pattern: string, text: string): boolean {
  const search = new RegExp(pattern, 'u')
  try {
    return withinTime(() => search.test(text))
  } catch (thrown) {
    if (!(thrown instanceof OutOfTime)) throw thrown
    throw new StandinError('finding', {
      code: 'scenario.pattern-time',
      message: `the pattern ${pattern.slice(0, 60)} was still searching a text of ${text.length} characters after ${longestComputation / 1_000} s`,
      remedy: 'repeat nothing that repeats something itself, as in (a+)+',
    })
  }
}
