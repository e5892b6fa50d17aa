import { formatDuration } from '../../core/duration.ts'
import type { Watching } from '../model/control.ts'
import { abortable } from './abortable.ts'
import type { LandscapeTime } from './landscape-time.ts'
import type { Attempt } from './step-context.ts'

/**
 * Tries for as long as is said, at once and then after each period of the landscape's time, and stops at the first try
 * that does not come out as it must.
 */
export async function watchFor(
  { must, length, every }: Watching,
  time: LandscapeTime,
  signal: AbortSignal,
  attempt: () => Promise<Attempt>,
): Promise<Attempt> {
  const begin = time.now()
  const end = begin + length
  for (let tries = 1; ; tries++) {
    const triedAt = time.now()
    const result = await attempt()
    const unjudged = result.verdict !== undefined && result.verdict !== 'failed'
    const held = result.failure === undefined
    if (unjudged || held !== (must === 'hold')) return objection(result, tries, formatDuration(triedAt - begin))
    if (triedAt >= end)
      return must === 'hold' || result.answer === undefined ? passed(result) : { answer: result.answer }
    const next = Math.min(triedAt + Math.max(every, 1), end)
    await abortable(signal, () => time.reach(next, signal))
  }
}

/** What a try that failed as it must has seen is no failure. */
function passed(result: Attempt): Attempt {
  const { failure: _, verdict: __, ...rest } = result
  return rest
}

function objection(result: Attempt, tries: number, after: string): Attempt {
  if (result.failure === undefined) {
    const message = `it held in try ${tries}, after ${after}, and must never hold`
    return { ...result, failure: { message } }
  }
  const message = `not at any moment: try ${tries}, after ${after}: ${result.failure.message}`
  return { ...result, failure: { ...result.failure, message } }
}
