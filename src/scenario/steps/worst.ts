import type { Verdict } from '../../core/events.ts'

const order: readonly Verdict[] = ['passed', 'inconclusive', 'failed', 'error']

/** The verdict of a whole from those of its parts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return order[Math.max(0, ...verdicts.map((verdict) => order.indexOf(verdict)))] ?? 'passed'
}
