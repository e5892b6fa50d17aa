import { refuseWhenAborted, StandinError } from '../core/error.ts'
import type { JobParts } from '../core/transfer/job-mark.ts'
import type { TableAmount, TransferSink } from '../core/transfer/transfer-events.ts'
import { type BegunStore, beginTransfer } from './begin-transfer.ts'
import { copyChunks, together } from './copy-chunks.ts'
import type { StoreTransfer } from './store-transfer.ts'
import { swapAllIn } from './swap-in.ts'
import { type TableTally, tableTally } from './table-tally.ts'

export interface TransferOptions {
  /** What has to be the same when the job is resumed, besides the sources. */
  parts: JobParts
  /** Go on with what an earlier run of the same job has left. */
  resume: boolean
  /** Whether anybody could go on with what is kept; yes when nothing is said. */
  resumable?: boolean
  readers: number
  sink: TransferSink
  signal: AbortSignal
}

/**
 * Moves whole stores: every chunk of all of them, then indexes and constraints, then the comparison of what arrived; only
 * when all are complete, they are swapped in. Until then, a failure leaves every target as it was. What has been written
 * is kept for a later `resume` where the environment failed, and else removed when the targets are disposed of.
 *
 * Gives the counted amounts by table. Throws what sources and targets throw, and `interrupted`.
 */
export async function transfer(
  stores: readonly StoreTransfer[],
  options: TransferOptions,
): Promise<readonly TableAmount[]> {
  const { sink, signal } = options
  let tally: TableTally
  let begun: readonly BegunStore[] | undefined
  try {
    begun = await begin(stores, options)
    tally = await copyAll(begun, options)
    await completeAll(begun, tally, sink, signal)
  } catch (thrown) {
    refuseWhenAborted(signal)
    if (options.resumable !== false && begun !== undefined && isOfEnvironment(thrown)) {
      keepAll(stores)
      sink({ type: 'kept' })
    }
    throw thrown
  }
  await swapAllIn(stores, sink, signal)
  return tally.amounts()
}

async function begin(stores: readonly StoreTransfer[], options: TransferOptions): Promise<readonly BegunStore[]> {
  try {
    return await beginTransfer(stores, options)
  } catch (thrown) {
    // Whoever cannot go on this time may find out why, and go on then.
    if (options.resume) keepAll(stores)
    throw thrown
  }
}

async function copyAll(begun: readonly BegunStore[], options: TransferOptions): Promise<TableTally> {
  const { readers, sink } = options
  sink({ type: 'begun', tables: begun.flatMap(estimates), resumed: begun.flatMap(resumed), readers })
  const tally = tableTally(begun, sink)
  await copyChunks(begun, tally.add, options)
  return tally
}

function estimates({ store: { system, source }, chunks }: BegunStore): TableAmount[] {
  const rows = new Map<string, number>()
  for (const chunk of chunks) rows.set(chunk.table, (rows.get(chunk.table) ?? 0) + chunk.rows)
  return source.schema.tables.flatMap(({ name, bytes, holdsNoRows }) =>
    holdsNoRows === undefined ? [{ system, table: name, rows: rows.get(name) ?? 0, bytes }] : [],
  )
}

function resumed({ store: { system }, chunks, done }: BegunStore): TableAmount[] {
  const tables = new Map(chunks.map(({ id, table }) => [id, table]))
  return done.map(({ id, rows, bytes }) => ({ system, table: tables.get(id) ?? id, rows, bytes }))
}

function completeAll(
  begun: readonly BegunStore[],
  tally: TableTally,
  sink: TransferSink,
  signal: AbortSignal,
): Promise<void> {
  return together(begun.length, signal, async (ended, index) => {
    const { system, target } = (begun[index] as BegunStore).store
    await target.complete((what) => sink({ type: 'completing', system, what }), ended)
    refuseWhenAborted(ended)
    await target.verify(tally.rowsOf(system))
    sink({ type: 'verified', system })
  })
}

function isOfEnvironment(thrown: unknown): boolean {
  return thrown instanceof StandinError && thrown.kind === 'environment'
}

function keepAll(stores: readonly StoreTransfer[]): void {
  for (const { target } of stores) target.keep()
}
