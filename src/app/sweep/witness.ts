import type { EventSink, RunEvent } from '../../core/events.ts'

/** Remembers all events, in the full detail that some reports are told. */
export interface Witness {
  sink: EventSink
  told(): readonly RunEvent[]
}

/** Stands before the sink of the reports, which gets the same events. */
export function witnessBefore(sink: EventSink): Witness {
  const events: RunEvent[] = []
  const receive = (event: RunEvent): void => {
    events.push(event)
    sink(event)
  }
  return { sink: Object.assign(receive, { detail: 'full' as const }), told: () => events }
}
