import { setTimeout as pause } from 'node:timers/promises'
import type { DocumentCollection, DocumentStore } from '../../core/document-store.ts'
import { environmentError, type StandinError } from '../../core/error.ts'

export const lockCollection = 'standin_run'

/** Milliseconds between two signs of life. */
const usualBeat = 1_000
/** Whoever has shown no sign for so many beats is dead. */
const silentBeats = 8

/**
 * Locks a document database for one run. The holder counts up in the lock as long as it lives; a lock that stands still
 * was left by a killed run and is taken over. No clock is compared, so those of other machines may be wrong.
 */
export async function lockDocuments(
  store: DocumentStore,
  token: string,
  system: string,
  beat = usualBeat,
): Promise<AsyncDisposable> {
  const locks = store.collection(lockCollection)
  if (!(await take(locks, token, beat))) throw busy(system)
  const stopping = new AbortController()
  const beating = keepBeating(locks, token, beat, stopping.signal)
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await beating
      await store.drop(lockCollection)
    },
  }
}

async function take(locks: DocumentCollection, token: string, beat: number): Promise<boolean> {
  for (;;) {
    const left = await holder(locks)
    if (left === undefined) {
      const free = { _id: 'run', token, beats: 0 }
      // Of two that find no lock only one can insert it.
      const refusal = await locks.insert([free]).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (refusal === undefined) return true
      if ((await holder(locks)) === undefined) throw refusal
      continue
    }
    if (!(await standsStill(locks, left, beat))) return false
    const { matched } = await locks.update({ _id: 'run', ...left }, { $set: { token, beats: 0 } })
    if (matched === 1) return true
  }
}

interface Holder {
  token: unknown
  beats: unknown
}

async function holder(locks: DocumentCollection): Promise<Holder | undefined> {
  const [found] = await locks.find({ _id: 'run' })
  return found === undefined ? undefined : { token: found.token, beats: found.beats }
}

async function standsStill(locks: DocumentCollection, left: Holder, beat: number): Promise<boolean> {
  for (let waited = 0; waited < silentBeats; waited++) {
    await pause(beat)
    const now = await holder(locks)
    if (now === undefined || now.token !== left.token || now.beats !== left.beats) return false
  }
  return true
}

async function keepBeating(locks: DocumentCollection, token: string, beat: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(beat, undefined, { signal }).catch(() => undefined)
    // A server that does not answer at this moment is found out by whoever works with it.
    if (!signal.aborted) await locks.update({ _id: 'run', token }, { $inc: { beats: 1 } }).catch(() => undefined)
  }
}

function busy(system: string): StandinError {
  return environmentError({
    code: 'external.busy',
    message: `another run of standin is using the document database of ${system}`,
    remedy: 'Wait until it has ended, or give each run a database of its own.',
  })
}
