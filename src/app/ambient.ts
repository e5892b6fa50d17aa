import type { Clock } from '../core/clock.ts'

/** What only the process can give: the time of day, and chance that nobody can foresee. */
export interface Ambient {
  wallClock: Clock
  processId: number
  /** Of standin and of what it runs on, by their names. */
  versions?: Readonly<Record<string, string>>
  randomBytes(count: number): Uint8Array
  /** Takes what a program of the user's writes while it runs. */
  tell?(text: string): void
}
