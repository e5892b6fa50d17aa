import type { RowView } from '../rows/row-view.ts'
import type { TableTransform } from '../rows/table-transform.ts'
import type { StoreSchema, TableSchema } from './store-schema.ts'

/** Rows, or documents, in the store's own encoding; valid until the next batch is asked for. */
export interface Batch {
  bytes: Uint8Array
  rows: number
}

/** A part of a table that is read, written and recorded as one. Its boundaries depend on the table alone, not on the number of readers. */
export interface Chunk {
  /** Unique within the store and stable: `public.customer/00012`. */
  id: string
  /** `TableSchema.name` */
  table: string
  /** An estimate, for progress. */
  rows: number
  /** What the store needs to find it; plain JSON. */
  range: unknown
  /** How the rows are encoded: `copy-binary`, `copy-text`, `bson`. */
  encoding: string
}

/** How a store is laid out, in its own words: SQL scripts, options of collections. Plain JSON. */
export interface StoreDefinition {
  kind: 'postgres' | 'mongodb'
  /** Types, tables, functions: what has to be there before data. */
  before: unknown
  /** Keys, indexes, constraints, triggers, positions of sequences. */
  after: unknown
}

/** Where a transfer reads from: one moment of a store. Nothing is ever written to it. Throws `source.lost` when the server goes away. */
export interface TransferSource extends AsyncDisposable {
  readonly schema: StoreSchema
  /** The same for the same database, however it was addressed; other databases have another one. */
  readonly identity: string
  /** The server and its version: `PostgreSQL 18.4`. */
  readonly server?: string
  /** Compared when a job is resumed: the same as long as nothing has changed. Plain JSON. */
  readonly moment: unknown
  /**
   * Where another moment does not mean that something has changed: what has changed since an earlier one, for a person to
   * read, and empty where nothing has. `done` are the chunks that were read at that moment.
   */
  changedSince?(moment: unknown, done: readonly ChunkDone[]): Promise<readonly string[]>
  definition(): Promise<StoreDefinition>
  /** `transformOf` is what `read` will be given: how rows are encoded may depend on what is replaced. */
  chunks(transformOf?: (table: string) => TableTransform | undefined): Promise<readonly Chunk[]>
  /**
   * The rows of a chunk, transformed. May be called for several chunks at the same time. Closing the iteration early
   * releases the connection.
   */
  read(chunk: Chunk, transform: TableTransform | undefined, signal: AbortSignal): AsyncIterable<Batch>
  /** Walks through all rows of some columns without a transform, and calls `visit` for each row; fields are numbered as asked for. */
  scan(
    table: TableSchema,
    columns: readonly string[],
    visit: (row: RowView) => void,
    signal: AbortSignal,
  ): Promise<void>
}

export interface ChunkDone {
  id: string
  rows: number
  bytes: number
}

/** What a job is, so that only the same job goes on with what is half done. Plain JSON; equal texts mean the same job. */
export type JobMark = string

export interface Job {
  mark: JobMark
  definition: StoreDefinition
  tables: readonly TableSchema[]
  resume: boolean
  /**
   * What keeps a job of the earlier mark from being resumed as this one, given what it has done; `changedParts` of both
   * marks where it is left out.
   */
  changed?(before: JobMark, done: readonly ChunkDone[]): Promise<readonly string[]>
}

/**
 * Where a transfer writes to: aside of what is there, until `swapIn`. `begin` with `resume` finds what an earlier run of
 * the same job has left, and throws `clone.nothing-to-resume` or `clone.changed` (naming the `changedParts` of the mark)
 * where it cannot go on; without `resume` it removes what an earlier run has left. Disposing before `swapIn` removes what
 * was written aside, unless `keep` was called; disposing after it removes what was replaced.
 */
export interface TransferTarget extends AsyncDisposable {
  readonly identity: string
  begin(job: Job): Promise<{ done: readonly ChunkDone[] }>
  /** Writes the chunk's rows and its row of the ledger as one: both are there afterwards, or neither. */
  write(chunk: Chunk, batches: AsyncIterable<Batch>, signal: AbortSignal): Promise<ChunkDone>
  /** Keys, indexes, constraints, triggers, sequences, statistics. `progress` names what is being made. */
  complete(progress: (what: string) => void, signal: AbortSignal): Promise<void>
  /** Compares what arrived with what was sent; throws `clone.unverified`. `rows` by table. */
  verify(rows: ReadonlyMap<string, number>): Promise<void>
  swapIn(): Promise<void>
  /** Puts back what `swapIn` replaced, because another store of the same transfer could not be swapped in. */
  swapBack?(): Promise<void>
  /** Leaves what is written aside for a later `resume`. */
  keep(): void
}
