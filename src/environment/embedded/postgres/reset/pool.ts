import { messageOf, StandinError } from '../../../../core/error.ts'
import { undoDatabases } from '../undo/undo-databases.ts'
import { anyBlock, type WrittenBlocks } from '../undo/written-blocks.ts'
import { type DatabaseCopy, dropDatabases, makeCopy } from './database-copy.ts'
import { type Moment, momentOf } from './moment.ts'
import { recycle } from './recycle.ts'
import type { ResetServer } from './reset-server.ts'
import { swapDatabases } from './swap.ts'

/** The databases of a landscape, with copies that wait to take their places. */
export interface DatabasePool extends AsyncDisposable {
  /**
   * Puts all databases back. Names, users and passwords stay; connections are ended. When no copy is ready, it waits for
   * one. Throws `reset.no-copies` when none can be made.
   */
  reset(): Promise<ResetOutcome>
  /**
   * Gives all databases their rows and the positions of their sequences back, while connections stay open. What
   * `undoDatabases` refuses changes nothing.
   */
  undo(): Promise<ResetOutcome>
  /** Makes a moment of what the databases hold now. Connections are ended; programs connect again when it is done. */
  capture(): Promise<Moment>
  /** Puts all databases to another moment. Connections are ended. */
  load(moment: Moment): Promise<void>
  /** Resolves when as many copies wait as there can be. */
  filled(): Promise<void>
}

export interface ResetOutcome {
  /** No copies were ready, so that the reset had to wait. */
  ranDry: boolean
}

export interface PoolOptions {
  moment: Moment
  /** The name under which programs connect, for each database of the moment. */
  nameOf(database: string): string
  /** How many copies of each database wait. */
  spares: number
}

/** One copy of each database. */
interface CopySet {
  moment: Moment
  copies: readonly DatabaseCopy[]
  /** Where programs have written to, once somebody had to know. */
  written?: WrittenBlocks
}

/** Opens the databases as they were at a moment. The copies that wait are made in the background. */
export async function openPool(server: ResetServer, { moment, nameOf, spares }: PoolOptions): Promise<DatabasePool> {
  const ready: CopySet[] = []
  let failure: unknown
  let background: Promise<void> = Promise.resolve()
  let turn: Promise<unknown> = Promise.resolve()

  const swap = (out: CopySet | undefined, comes: CopySet | undefined): Promise<void> =>
    swapDatabases(server, [
      ...(out?.copies ?? []).map(({ database, oid }) => ({ name: nameOf(database), out: oid })),
      ...(comes?.copies ?? []).map(({ database, oid }) => ({ name: nameOf(database), in: oid })),
    ])
  const inBackground = (work: () => Promise<void>): void => {
    background = background
      .then(() => (server.isEnding ? undefined : work()))
      .catch((thrown: unknown) => {
        failure = thrown
      })
  }
  const add = async (): Promise<void> => void ready.push(await makeSet(server, moment))
  const reuse = async (used: CopySet): Promise<void> => {
    // What took its place may have been made for that, and is not one of those that waited.
    if (ready.length >= spares) return drop(server, used)
    try {
      if (used.moment !== moment) throw new Error('these are copies of something else')
      ready.push({ moment, copies: await recycle(server, moment, used.copies) })
    } catch {
      await drop(server, used)
      await add()
    }
  }
  const nextReady = async (): Promise<CopySet> => {
    for (let waiting = background; ready.length === 0; waiting = background) {
      await waiting
      if (waiting === background) break
    }
    const next = ready.shift()
    if (next !== undefined) return next
    return await makeSet(server, moment).catch((thrown: unknown) => {
      throw noCopies(failure ?? thrown)
    })
  }
  /** One after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  let live = await makeSet(server, moment)
  await swap(undefined, live)
  for (let count = 0; count < spares; count++) inBackground(add)

  const replaceLive = async (next: CopySet): Promise<void> => {
    const used = live
    await swap(used, next)
    live = next
    inBackground(() => reuse(used))
  }
  return {
    reset: () =>
      inTurn(async () => {
        const ranDry = ready.length === 0
        await replaceLive(await nextReady())
        return { ranDry }
      }),
    undo: () =>
      inTurn(async () => {
        const ranDry = ready.length === 0
        const seeds = await nextReady()
        try {
          const { copies } = live
          const written = live.moment === moment ? live.written : anyBlock
          live.written = await undoDatabases(server, { live: copies, nameOf, seeds: seeds.copies, written })
        } finally {
          ready.unshift(seeds)
        }
        return { ranDry }
      }),
    load: (other) => inTurn(async () => replaceLive(await makeSet(server, other))),
    capture: () =>
      inTurn(async () => {
        const captured = live
        await swap(captured, undefined)
        try {
          const oids = new Map(captured.copies.map(({ database, oid }) => [database, oid]))
          const taken = await momentOf(server, oids)
          live = await makeSet(server, taken)
          await swap(undefined, live)
          return taken
        } catch (thrown) {
          live = captured
          await swap(undefined, captured)
          throw thrown
        }
      }),
    filled: () => background,
    async [Symbol.asyncDispose]() {
      await turn
      if (server.isEnding) return
      await background
      await drop(server, live)
      for (const set of ready) await drop(server, set)
    },
  }
}

async function makeSet(server: ResetServer, moment: Moment): Promise<CopySet> {
  const making = await Promise.allSettled(moment.templates.map(({ database }) => makeCopy(server, moment, database)))
  const copies = making.flatMap((made) => (made.status === 'fulfilled' ? [made.value] : []))
  const failed = making.find((made) => made.status === 'rejected')
  if (failed === undefined) return { moment, copies }
  await drop(server, { copies })
  throw failed.reason
}

function drop(server: ResetServer, { copies }: Pick<CopySet, 'copies'>): Promise<void> {
  return dropDatabases(
    server,
    copies.map(({ oid }) => oid),
  )
}

function noCopies(thrown: unknown): StandinError {
  if (thrown instanceof StandinError && thrown.kind === 'environment') return thrown
  return new StandinError(
    'environment',
    {
      code: 'reset.no-copies',
      message: `no copy of the databases can be made: ${messageOf(thrown)}`,
      remedy: 'free some space on the disk of the temporary directory, or set TMPDIR to another one',
    },
    { cause: thrown },
  )
}
