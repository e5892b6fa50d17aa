import type { TransferSink } from '../../core/transfer/transfer-events.ts'
import type { Launch } from '../environment-up.ts'
import type { KeySource } from '../keys/key-from.ts'
import type { EnvironmentStatus } from '../requests.ts'

/** Where data goes. All paths are absolute. */
export type Destination =
  | { kind: 'snapshot'; directory: string }
  /** A landscape file whose stores have a `target`. */
  | { kind: 'landscape'; file: string }
  /** An environment that is brought up for it. */
  | { kind: 'environment'; name: string; launch(snapshot: string): Launch }

/** Where data comes from. */
export type Origin = { kind: 'landscape'; file: string } | { kind: 'environment'; name: string }

export interface TransferRequest {
  destination: Destination
  readers: number
  resume: boolean
  sink: TransferSink
}

export interface CloneRequest extends TransferRequest {
  policyFile: string
  from: Origin
  key: KeySource
}

export interface SeedRequest extends TransferRequest {
  snapshot: string
}

/** What was transferred, for people and machines. Holds no value of a row. */
export interface TransferSummary {
  target: string
  /** Milliseconds. */
  duration: number
  rows: number
  bytes: number
  systems: readonly SystemSummary[]
  /** Of the environment that was brought up. */
  environment?: EnvironmentStatus
}

export interface SystemSummary {
  system: string
  tables: readonly TableSummary[]
  /** What is there in the source and was not carried over. */
  uncarried: readonly { kind: string; name: string }[]
}

export interface TableSummary {
  table: string
  rows: number
  bytes: number
  /** Columns and paths whose values were replaced, with the strategy's name. */
  replaced: Readonly<Record<string, string>>
  /** Values that a strategy could not handle. */
  unhandled: readonly UnhandledValues[]
}

export interface UnhandledValues {
  column: string
  reason: string
  count: number
}
