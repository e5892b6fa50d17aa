import type { EventSink, RunEvent, ScenarioResult } from '../core/events.ts'

/** A sink that does something else with events, and wants as much detail of them as the one that it stands before. */
export function sinkLike({ detail }: EventSink, receive: (event: RunEvent) => void): EventSink {
  return detail === undefined ? receive : Object.assign(receive, { detail })
}

/** Keeps the events of one run until it is known what becomes of them. */
export interface HeldEvents {
  sink: EventSink
  /** Passes on what was held, in its order; the result is told of as it is given here. */
  release(result?: ScenarioResult): void
}

export function holdEvents(sink: EventSink): HeldEvents {
  const held: RunEvent[] = []
  return {
    sink: sinkLike(sink, (event) => void held.push(event)),
    release(result) {
      for (const event of held.splice(0))
        sink(event.type === 'scenario.finished' && result !== undefined ? { ...event, result } : event)
    },
  }
}
