import type { Clock, Instant, LandscapeClock } from '../../core/clock.ts'
import type { Milliseconds } from '../../core/duration.ts'
import type { EventSink } from '../../core/events.ts'

/** The landscape's clock as the steps of one run share it. */
export interface LandscapeTime {
  now(): Instant
  /** Moves time on and lets the landscape settle. Says from when to when. Throws the signal's reason. */
  advance(duration: Milliseconds, signal: AbortSignal): Promise<{ from: Instant; to: Instant }>
  /** Moves time on to this instant, unless somebody else has done so by then. Throws the signal's reason. */
  reach(instant: Instant, signal: AbortSignal): Promise<void>
}

/** Takes turns, so that lines which wait for the same moment move time on once, and each move is told of with its own ends. */
export function landscapeTime(clock: LandscapeClock, wallClock: Clock, sink: EventSink): LandscapeTime {
  let last: Promise<unknown> = Promise.resolve()

  const takeTurn = <T>(move: () => Promise<T>): Promise<T> => {
    const turn = last.then(move)
    last = turn.catch(() => undefined)
    return turn
  }

  const advance = async (duration: Milliseconds, signal: AbortSignal): Promise<{ from: Instant; to: Instant }> => {
    signal.throwIfAborted()
    const from = clock.now()
    await clock.advance(duration, signal)
    const to = clock.now()
    sink({ type: 'clock.advanced', at: wallClock.now(), from, to })
    signal.throwIfAborted()
    return { from, to }
  }

  return {
    now: () => clock.now(),
    advance: (duration, signal) => takeTurn(() => advance(duration, signal)),
    reach: (instant, signal) =>
      takeTurn(async () => {
        if (clock.now() < instant) await advance(instant - clock.now(), signal)
      }),
  }
}
