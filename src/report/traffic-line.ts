import type { RunEvent } from '../core/events.ts'
import { printable } from './printable.ts'
import { counted } from './result-lines.ts'
import { formatWallTime } from './wall-time.ts'

type TrafficEvent = Extract<RunEvent, { type: 'http.exchange' | 'message.published' | 'job.ran' }>

/** What passed between systems, on one line. */
export function trafficLine(event: TrafficEvent): string {
  switch (event.type) {
    case 'http.exchange':
      return printable(
        `${event.system}: ${event.method} ${event.path} ${event.status} ${formatWallTime(event.duration)}`,
      )
    case 'message.published': {
      const key = event.key === null ? 'without a key' : `key ${event.key}`
      return printable(`topic ${event.topic}: ${counted(event.count, 'message')}, ${key}`)
    }
    case 'job.ran': {
      const outcome = event.failure === undefined ? '' : `, failed: ${event.failure}`
      return printable(`job ${event.name} at ${new Date(event.landscapeAt).toISOString()}${outcome}`)
    }
  }
}
