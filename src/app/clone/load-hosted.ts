import { transfer } from '../../clone/transfer.ts'
import { openAll } from '../../core/disposal.ts'
import type { OpenSnapshot } from '../../stores/files/snapshot-source.ts'
import { openTargets } from './open-stores.ts'
import { pairs, targetsFor } from './pair-stores.ts'
import { databaseInUrl, kindOfUrl, type StoreAddress } from './store-address.ts'

const readers = 4

/**
 * Loads a snapshot into the stores of a landscape that is being hosted. Systems of the snapshot that the landscape does
 * not host are left out. Throws `clone.other-kind`, and what the stores throw.
 */
export async function loadHosted(
  snapshot: OpenSnapshot,
  storeUrls: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const hosted = Object.entries(storeUrls).flatMap(([system, url]): StoreAddress[] => {
    const kind = kindOfUrl(url)
    return kind === undefined ? [] : [{ system, kind, url, database: databaseInUrl(url) ?? system, production: false }]
  })
  const sources = new Map([...snapshot.sources].filter(([system]) => storeUrls[system] !== undefined))
  const loaded = await openAll(async (opened) => {
    const targets = await openTargets(targetsFor(sources, hosted), opened)
    const stores = pairs(sources, targets).map((pair) => ({ ...pair, transformOf: () => undefined }))
    await transfer(stores, { parts: {}, resume: false, resumable: false, readers, sink: () => undefined, signal })
    return opened
  })
  await loaded.dispose()
}
