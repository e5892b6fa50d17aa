import { StandinError, usageError } from '../../../../core/error.ts'
import { changedParts } from '../../../../core/transfer/job-mark.ts'
import type { TransferTarget } from '../../../../core/transfer/ports.ts'
import { asideName } from '../aside-names.ts'
import { connectForTransfer } from '../connect.ts'
import { identify } from '../server-identity.ts'
import type { ChunkRange } from '../source/plan-chunks.ts'
import { guarded } from '../transfer-failed.ts'
import { openLedger } from './ledger.ts'
import {
  addIndexes,
  addValidation,
  makeAside,
  type PlannedTarget,
  type PlannedView,
  plannedTargets,
} from './make-collections.ts'
import { removeLeftovers, swapCollections, undoSwap } from './swap.ts'
import { writeChunk } from './write-chunk.ts'

/**
 * A database as a target. Collections are written aside, in the same database, and swapped in by renames; everything that
 * the database held before is replaced. A chunk counts when its row is in the ledger, which is written behind it; what a
 * killed run left of a chunk without a row is removed when the chunk is written again. Throws `target.lost`,
 * `documents.failed`.
 */
export async function openMongoTarget(url: string, database: string): Promise<TransferTarget> {
  const client = connectForTransfer(url)
  const db = client.db(database)
  const ledger = openLedger(db)
  const run = <T>(operation: () => Promise<T>): Promise<T> => guarded('target', database, operation)
  const { identity, extra } = await identify(db, 'target').catch(async (thrown: unknown) => {
    await client.close()
    throw thrown
  })
  let plan: { targets: PlannedTarget[]; views: PlannedView[] } = { targets: [], views: [] }
  let [begun, kept, resumed] = [false, false, false]
  return {
    identity,
    begin: ({ mark, definition, resume }) =>
      run(async () => {
        plan = plannedTargets(definition)
        resumed = resume
        await settleSwap()
        const before = await ledger.mark()
        if (resume) {
          if (before === undefined) throw nothingToResume(database)
          if (before !== mark) throw changed(database, changedParts(before, mark))
          begun = true
          return { done: await ledger.done() }
        }
        await removeLeftovers(db)
        begun = true
        await ledger.begin(mark)
        for (const target of plan.targets) await makeAside(db, target, extra)
        return { done: [] }
      }),
    async write(chunk, batches, signal) {
      const target = plan.targets.find(({ name }) => name === chunk.table)
      if (resumed && 'whole' in (chunk.range as ChunkRange) && target !== undefined)
        await run(() => makeAside(db, target, extra))
      const done = await writeChunk(db, chunk, batches, { again: resumed, signal })
      await run(() => ledger.record(done))
      return done
    },
    async complete(progress, signal) {
      for (const { name, timeseries, indexes, validation } of plan.targets) {
        signal.throwIfAborted()
        if (indexes.length > 0) progress(`indexes of ${name}`)
        const place = `${database}.${name}`
        if (!timeseries) await guarded('target', place, () => addIndexes(db, asideName(name), indexes, extra))
        await guarded('target', place, () => addValidation(db, asideName(name), validation, extra))
      }
    },
    async verify(rows) {
      for (const { name } of plan.targets) {
        const [sent, there] = [rows.get(name) ?? 0, await run(() => db.collection(asideName(name)).countDocuments({}))]
        if (sent !== there) throw unverified(`${database}.${name}`, sent, there)
      }
    },
    swapIn: () =>
      run(async () => {
        for (const { name, expiring } of plan.targets) await addIndexes(db, asideName(name), expiring, extra)
        await swapCollections(db, ledger, plan.targets, plan.views, extra)
      }),
    swapBack: () => run(() => undoSwap(db, ledger, extra)),
    keep() {
      kept = true
    },
    async [Symbol.asyncDispose]() {
      try {
        if (begun && !kept) await run(() => removeLeftovers(db))
      } finally {
        await client.close()
      }
    },
  }

  /** A run that was killed while it swapped is undone; one that was killed behind it is brought to its end. */
  async function settleSwap(): Promise<void> {
    const swap = await ledger.swap()
    if (swap?.state === 'swapped') await removeLeftovers(db)
    else if (swap !== undefined) await undoSwap(db, ledger, extra)
  }
}

function nothingToResume(database: string): StandinError {
  return usageError({
    code: 'clone.nothing-to-resume',
    message: `${database}: no earlier run has left anything to go on with`,
    remedy: 'Run the command without --resume.',
  })
}

function changed(database: string, parts: readonly string[]): StandinError {
  return usageError({
    code: 'clone.changed',
    message: `${database}: ${parts.join(', ')} changed since the run that is to be resumed`,
    remedy: 'Run the command without --resume, which begins anew.',
  })
}

function unverified(place: string, sent: number, there: number): StandinError {
  return new StandinError('finding', {
    code: 'clone.unverified',
    message: `${place}: ${sent} documents were sent, and ${there} are there`,
    remedy: 'Nothing was swapped in. Run the command again; if the source changes meanwhile, read from a replica set.',
  })
}
