import type { Checks, ScenarioQuery, StepBase, Template } from '../model.ts'

/** Puts rows or documents into a system. */
export interface SeedRowsStep extends StepBase, Checks {
  kind: 'seed'
  into: { system: string; table: string } | { system: string; collection: string } | { pack: string }
  /** A list of rows; of a file, as it was when the scenario was read. */
  rows: Template
}

export interface KeyedSource {
  name: string
  key: readonly string[]
  query: ScenarioQuery
}

/** Remembers rows under a name. */
export interface SnapshotStateStep extends StepBase {
  kind: 'snapshot'
  as: string
  sources: readonly KeyedSource[]
}

/** Compares a snapshot with another one, or with what is there now. */
export interface DiffStateStep extends StepBase, Checks {
  kind: 'diff'
  from: string
  to?: string
  sources: readonly KeyedSource[]
  ignore: readonly string[]
  /** Decimal texts by column. */
  tolerance: Readonly<Record<string, string>>
}
