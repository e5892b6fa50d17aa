import { StandinError, usageError } from '../core/error.ts'
import type { JobParts } from '../core/transfer/job-mark.ts'
import type { Chunk, ChunkDone } from '../core/transfer/ports.ts'
import { sameJob } from './same-job.ts'
import type { StoreTransfer } from './store-transfer.ts'

/** A store whose target is open for writing, with what there is to do and what an earlier run has done. */
export interface BegunStore {
  store: StoreTransfer
  chunks: readonly Chunk[]
  done: readonly ChunkDone[]
}

/**
 * Opens all targets aside of what is there. With `resume`, stores of which nothing is left begin anew, since the earlier
 * run may have been killed before it came to them; throws `clone.nothing-to-resume` when that is so for all of them.
 */
export async function beginTransfer(
  stores: readonly StoreTransfer[],
  job: { parts: JobParts; resume: boolean },
): Promise<readonly BegunStore[]> {
  const plans = await Promise.all(
    stores.map(async (store) => {
      const [definition, chunks] = await Promise.all([
        store.source.definition(),
        store.source.chunks(store.transformOf),
      ])
      return { store, definition, chunks, tables: store.source.schema.tables }
    }),
  )
  const begun: BegunStore[] = []
  const fresh: (() => Promise<void>)[] = []
  let nothing: StandinError | undefined
  for (const { store, chunks, ...plan } of plans) {
    const begin = async (resume: boolean): Promise<void> => {
      const { done } = await store.target.begin({ ...plan, ...sameJob(job.parts, store.source), resume })
      refuseUnknown(store, chunks, done)
      begun.push({ store, chunks, done })
    }
    try {
      await begin(job.resume)
    } catch (thrown) {
      if (!job.resume || !isNothingToResume(thrown)) throw thrown
      nothing = thrown
      fresh.push(() => begin(false))
    }
  }
  if (nothing !== undefined && begun.length === 0) throw nothing
  for (const begin of fresh) await begin()
  return begun
}

function isNothingToResume(thrown: unknown): thrown is StandinError {
  return thrown instanceof StandinError && thrown.code === 'clone.nothing-to-resume'
}

function refuseUnknown({ system }: StoreTransfer, chunks: readonly Chunk[], done: readonly ChunkDone[]): void {
  const known = new Set(chunks.map(({ id }) => id))
  if (done.every(({ id }) => known.has(id))) return
  throw usageError({
    code: 'clone.changed',
    message: `the tables of ${system} are laid out otherwise than when the job was begun, so that it cannot be resumed`,
    remedy: 'begin anew, without --resume',
  })
}
