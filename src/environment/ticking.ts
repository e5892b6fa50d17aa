import type { Clock, LandscapeClock } from '../core/clock.ts'
import type { Milliseconds } from '../core/duration.ts'
import { StandinError } from '../core/error.ts'

const beat: Milliseconds = 250

/** Lets the landscape's clock follow the time of day, as people and other programs expect of an environment. `since` is when the clock was right. */
export function startTicking(clock: LandscapeClock, wallClock: Clock, since = wallClock.now()): AsyncDisposable {
  let seen = since
  let advancing: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    const now = wallClock.now()
    const elapsed = Math.max(0, now - seen)
    seen = now
    advancing = clock
      .advance(elapsed)
      .catch(ignoreForeseen)
      .finally(() => {
        busy = false
      })
  }, beat)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await advancing
    },
  }
}

/** That a broker or a server has gone away is told by whoever works with it. */
function ignoreForeseen(thrown: unknown): void {
  if (!(thrown instanceof StandinError)) throw thrown
}
