import { openAll } from '../../core/disposal.ts'
import type { DocumentStore } from '../../core/document-store.ts'
import { environmentError, messageOf, StandinError } from '../../core/error.ts'
import { lockCollection, lockDocuments } from './lock-documents.ts'
import { type ExternalSystem, refuseUnlessTest, testMarker } from './not-a-test-system.ts'

/**
 * Takes somebody else's document database for one run at a time; ending it drops every collection that the run made. What
 * a killed run left behind is dropped first. `token` is a text that no other run has.
 *
 * Throws before anything is written: `external.unmarked`, `external.not-test`, `external.busy`, `external.not-empty`,
 * `external.unusable`.
 */
export async function borrowDocuments(
  store: DocumentStore,
  token: string,
  external: ExternalSystem,
): Promise<AsyncDisposable> {
  const { system } = external
  const present = await usable(system, () => store.collections())
  refuseUnlessTest(
    external,
    'document database',
    await marked(store, present),
    `Mark it: db.${testMarker}.insertOne({ environment: 'test' })`,
  )
  const foreign = present.filter((name) => name !== testMarker && !name.startsWith('system.'))
  if (foreign.length > 0 && !foreign.includes(lockCollection)) throw notEmpty(system, foreign)
  return openAll(async (opened) => {
    opened.use(await usable(system, () => lockDocuments(store, token, system)))
    await clear(store, lockCollection)
    opened.defer(() => clear(store, lockCollection))
    return { [Symbol.asyncDispose]: opened.dispose }
  })
}

async function marked(store: DocumentStore, present: readonly string[]): Promise<unknown> {
  if (!present.includes(testMarker)) return undefined
  const found = await store.collection(testMarker).find({}, { limit: 2 })
  return found.length === 1 ? found[0]?.environment : null
}

/** Drops all collections but the marker and this one. */
async function clear(store: DocumentStore, but: string): Promise<void> {
  for (const name of await store.collections())
    if (name !== testMarker && name !== but && !name.startsWith('system.')) await store.drop(name)
}

function notEmpty(system: string, foreign: readonly string[]): StandinError {
  const some = foreign.slice(0, 3).join(', ')
  return environmentError({
    code: 'external.not-empty',
    message: `the document database of ${system} has collections that standin did not make: ${some}`,
    remedy: `Name a database that holds nothing but ${testMarker}.`,
  })
}

/** Whatever keeps us from working in the database is the environment's failure. */
async function usable<T>(system: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.code !== 'documents.failed') throw thrown
    throw environmentError(
      {
        code: 'external.unusable',
        message: `the document database of ${system} cannot be used: ${messageOf(thrown)}`,
        remedy: 'Check that the server runs, that URL, user and password are right, and that the user may write.',
      },
      thrown,
    )
  }
}
