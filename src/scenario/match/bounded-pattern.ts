import { createContext, Script } from 'node:vm'
import type { Milliseconds } from '../../core/duration.ts'

const longestPattern = 1_000
const longestText = 100_000
const patience: Milliseconds = 250

const realm = createContext(Object.create(null))
const search = new Script('new RegExp(pattern, "u").test(text)')

/** Whether the text is a regular expression of a size that is taken. */
export function isPattern(pattern: unknown): pattern is string {
  if (typeof pattern !== 'string' || pattern.length > longestPattern) return false
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

/**
 * Whether the pattern is found in the text. A text that is too long, or a search that takes longer than a quarter of a
 * second (a pattern that backtracks without end), counts as not found.
 */
export function patternFound(pattern: string, text: string): boolean {
  if (text.length > longestText) return false
  try {
    Object.assign(realm, { pattern, text })
    return search.runInContext(realm, { timeout: patience }) === true
  } catch {
    return false
  }
}
