import type { Json } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import type { ScenarioQuery, Template } from '../model.ts'

/** Something that must hold of the run as a whole. */
export type RunCheck = Conserved | ExactlyOnce | Monotonic | Ordered

interface CheckBase {
  name: string
  place: Place
}

export interface Conserved extends CheckBase {
  kind: 'conserved'
  query: ScenarioQuery
  sum: string
  /** What the sum must be; what it was before the first step when nothing is said. */
  equals?: Template
}

export interface ExactlyOnce extends CheckBase {
  kind: 'exactlyOnce'
  query: ScenarioQuery
  key: string
  for: Template | { history: string; source: string; select(answer: Json): Json[] }
}

export interface Monotonic extends CheckBase {
  kind: 'monotonic'
  of: ScenarioQuery | { kind: 'topic'; topic: string; any: boolean }
  column: string
  per?: string
  strictly: boolean
}

export interface Ordered extends CheckBase {
  kind: 'ordered'
  topic: string
  any: boolean
  by: string
  /** The message's key when nothing is said. */
  per?: string
}
