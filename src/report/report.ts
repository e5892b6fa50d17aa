import type { EventSink } from '../core/events.ts'

/** Takes the next piece of text. It must not throw. */
export type Write = (text: string) => void

/** One account of a run: it listens, and what it has not written by then it writes when it is closed. */
export interface Report {
  sink: EventSink
  close(): Promise<void>
}
