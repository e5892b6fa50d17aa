import { refuseWhenAborted } from '../core/error.ts'
import type { Batch, Chunk, ChunkDone } from '../core/transfer/ports.ts'
import type { TransferSink } from '../core/transfer/transfer-events.ts'
import type { BegunStore } from './begin-transfer.ts'
import type { StoreTransfer } from './store-transfer.ts'

export interface CopyOptions {
  /** How many chunks are on their way at the same time. */
  readers: number
  sink: TransferSink
  signal: AbortSignal
}

interface Task {
  store: StoreTransfer
  chunk: Chunk
}

/**
 * Copies every chunk that is not done yet, over several readers, the largest first, so that no large one is left for the
 * end. The first failure ends all of them, and is thrown when they have ended.
 */
export async function copyChunks(
  begun: readonly BegunStore[],
  onDone: (store: StoreTransfer, chunk: Chunk, done: ChunkDone) => void,
  { readers, sink, signal }: CopyOptions,
): Promise<void> {
  const tasks = begun.flatMap(openTasks).sort((a, b) => b.chunk.rows - a.chunk.rows)
  let next = 0
  await together(Math.min(readers, tasks.length), signal, async (ended) => {
    for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) {
      refuseWhenAborted(ended)
      const { store, chunk } = task
      const rows = store.source.read(chunk, store.transformOf(chunk.table), ended)
      onDone(store, chunk, await store.target.write(chunk, counted(rows, task, sink), ended))
    }
  })
}

function openTasks({ store, chunks, done }: BegunStore): Task[] {
  const ids = new Set(done.map(({ id }) => id))
  return chunks.filter(({ id }) => !ids.has(id)).map((chunk) => ({ store, chunk }))
}

/** Tells of each batch when the target asks for the next one. */
async function* counted(
  batches: AsyncIterable<Batch>,
  { store, chunk }: Task,
  sink: TransferSink,
): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    const { rows } = batch
    const { length: bytes } = batch.bytes
    yield batch
    sink({ type: 'copied', system: store.system, table: chunk.table, rows, bytes })
  }
}

/** Runs the work so often at the same time; the first failure aborts the others, and is thrown once all have ended. */
export async function together(
  count: number,
  signal: AbortSignal,
  work: (ended: AbortSignal, index: number) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const ended = AbortSignal.any([signal, failed.signal])
  let cause: { thrown: unknown } | undefined
  const run = async (index: number): Promise<void> => {
    try {
      await work(ended, index)
    } catch (thrown) {
      cause ??= { thrown }
      failed.abort(thrown)
    }
  }
  await Promise.all(Array.from({ length: count }, (_, index) => run(index)))
  if (cause !== undefined) throw cause.thrown
}
