import type { HttpHandler } from 'msw'
import type { Schedule } from '../core/clock.ts'

/** A mirror, ready to be served: its API, and what it does by itself as time passes. */
export interface Mirror {
  handlers: readonly HttpHandler[]
  schedules?: readonly Schedule[]
}
