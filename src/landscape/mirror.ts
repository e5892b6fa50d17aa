import type { HttpHandler } from 'msw'
import type { Schedule } from '../core/clock.ts'
import type { Refusal } from './refusal.ts'

/** A mirror, ready to be served: its API, and what it does by itself as time passes. */
export interface Mirror {
  handlers: readonly HttpHandler[]
  /** Writes down what it cannot serve, in its own way. */
  refuse?(refusal: Refusal): Response
  schedules?: readonly Schedule[]
}
