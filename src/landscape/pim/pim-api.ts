import type { Clock } from '../../core/clock.ts'
import type { DocumentStore } from '../../core/document-store.ts'
import type { Route } from '../routes.ts'
import type { WriteLane } from './write-lane.ts'

/** What the routes of the PIM stand on. */
export interface PimApi {
  store: DocumentStore
  clock: Clock
  /** Makes routes that need a token. */
  route: Route
  /** Every write goes through it. */
  lane: WriteLane
  newId(): string
}
