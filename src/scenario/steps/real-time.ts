import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Instant, LandscapeClock } from '../../core/clock.ts'
import type { EventSink } from '../../core/events.ts'
import type { LandscapeTime } from './landscape-time.ts'

/** The clock is looked at so often, in wall time, when the moment has come: it follows the time of day in beats. */
const beat = 50

/** The landscape's clock where it follows the time of day: nobody moves it on, steps wait for it. */
export function realTime(clock: LandscapeClock, wallClock: Clock, sink: EventSink): LandscapeTime {
  const reach = async (instant: Instant, signal: AbortSignal): Promise<{ from: Instant; to: Instant }> => {
    signal.throwIfAborted()
    const from = clock.now()
    while (clock.now() < instant) {
      await sleep(Math.max(beat, instant - clock.now()), undefined, { signal }).catch(() => signal.throwIfAborted())
    }
    const to = clock.now()
    sink({ type: 'clock.advanced', at: wallClock.now(), from, to })
    return { from, to }
  }
  return {
    now: () => clock.now(),
    advance: (duration, signal) => reach(clock.now() + duration, signal),
    async reach(instant, signal) {
      if (clock.now() < instant) await reach(instant, signal)
    },
  }
}
