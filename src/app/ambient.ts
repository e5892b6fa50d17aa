import type { Clock } from '../core/clock.ts'

/** What only the process can give: the time of day, and chance that nobody can foresee. */
export interface Ambient {
  wallClock: Clock
  processId: number
  randomBytes(count: number): Uint8Array
}
