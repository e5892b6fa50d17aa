import { formatDuration } from '../../core/duration.ts'
import type { Polling, Scope } from '../model.ts'
import { abortable } from './abortable.ts'
import { isTrue } from './is-true.ts'
import type { LandscapeTime } from './landscape-time.ts'
import type { Attempt } from './step-context.ts'

/**
 * Tries until the step passes or the landscape's time is up: at once, then after each period. The landscape's clock is
 * moved on in between, so that waiting costs no wall time of its own. When `failIf` is true of an answer, no other try
 * follows.
 */
export async function poll(
  { within, every, failIf }: Polling,
  scope: Scope,
  time: LandscapeTime,
  signal: AbortSignal,
  attempt: () => Promise<Attempt>,
): Promise<Attempt> {
  const deadline = time.now() + within
  for (let tries = 1; ; tries++) {
    const triedAt = time.now()
    const result = await attempt()
    if (result.failure === undefined) return result
    const counted = `${tries} ${tries === 1 ? 'try' : 'tries'}`
    if (failIf !== undefined && isTrue(failIf, { ...scope, answer: result.answer ?? null })) {
      const message = `never (${counted}), since this is so: ${failIf.source}; ${result.failure.message}`
      return { ...result, failure: { ...result.failure, message } }
    }
    if (triedAt >= deadline) {
      const message = `not within ${formatDuration(within)} (${counted}): ${result.failure.message}`
      return { ...result, failure: { ...result.failure, message } }
    }
    const next = Math.min(triedAt + Math.max(every, 1), deadline)
    await abortable(signal, () => time.reach(next, signal))
  }
}
