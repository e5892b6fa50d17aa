import type { Clock, LandscapeClock } from '../core/clock.ts'
import type { Milliseconds } from '../core/duration.ts'

const beat: Milliseconds = 250

/** Lets the landscape's clock follow the time of day, as people and other programs expect of an environment. */
export function startTicking(clock: LandscapeClock, wallClock: Clock): AsyncDisposable {
  let seen = wallClock.now()
  let advancing: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    const now = wallClock.now()
    const elapsed = Math.max(0, now - seen)
    seen = now
    advancing = clock.advance(elapsed).finally(() => {
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
