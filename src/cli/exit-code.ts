import { exitCodes } from '../core/error.ts'
import type { Verdict } from '../core/events.ts'

/** The exit code that says a verdict. */
export function exitCodeOf(verdict: Verdict): number {
  const codes: Record<Verdict, number> = {
    passed: exitCodes.passed,
    failed: exitCodes.finding,
    inconclusive: exitCodes.inconclusive,
    error: exitCodes.environment,
  }
  return codes[verdict]
}
