import type { EventSink, RunEvent } from '../core/events.ts'

/** A sink that is told of bodies, rows and messages, too. */
export function inDetail(listen: (event: RunEvent) => void): EventSink {
  return Object.assign((event: RunEvent) => listen(event), { detail: 'full' as const })
}
