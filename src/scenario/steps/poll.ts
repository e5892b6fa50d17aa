import { formatDuration } from '../../core/duration.ts'
import type { Polling } from '../model.ts'
import { abortable } from './abortable.ts'
import type { LandscapeTime } from './landscape-time.ts'
import type { Attempt } from './step-context.ts'

/**
 * Tries until the step passes or the landscape's time is up: at once, then after each period. The landscape's clock is
 * moved on in between, so that waiting costs no wall time of its own.
 */
export async function poll(
  { within, every }: Polling,
  time: LandscapeTime,
  signal: AbortSignal,
  attempt: () => Promise<Attempt>,
): Promise<Attempt> {
  const deadline = time.now() + within
  for (let tries = 1; ; tries++) {
    const triedAt = time.now()
    const result = await attempt()
    if (result.failure === undefined) return result
    if (triedAt >= deadline) {
      const counted = `${tries} ${tries === 1 ? 'try' : 'tries'}`
      const message = `not within ${formatDuration(within)} (${counted}): ${result.failure.message}`
      return { ...result, failure: { ...result.failure, message } }
    }
    const next = Math.min(triedAt + Math.max(every, 1), deadline)
    await abortable(signal, () => time.reach(next, signal))
  }
}
