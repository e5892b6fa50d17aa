import { transfer } from '../../clone/transfer.ts'
import { openAll } from '../../core/disposal.ts'
import type { TableTransform } from '../../core/rows/table-transform.ts'
import type { TransferSource } from '../../core/transfer/ports.ts'
import { openTargets } from './open-stores.ts'
import { pairs, targetsFor } from './pair-stores.ts'
import { databaseInUrl, kindOfUrl, type StoreAddress } from './store-address.ts'

const readers = 4

export interface LoadOptions {
  /** How the rows of a table are replaced on the way; as they are when nothing is said. */
  transformOf?(system: string, table: string): TableTransform | undefined
  signal: AbortSignal
}

/**
 * Loads data into the stores of a landscape that is being hosted. Systems that the landscape does not host are left out.
 * Throws `clone.other-kind`, and what the stores throw.
 */
export async function loadHosted(
  from: ReadonlyMap<string, TransferSource>,
  storeUrls: Readonly<Record<string, string>>,
  { transformOf, signal }: LoadOptions,
): Promise<void> {
  const sources = new Map([...from].filter(([system]) => storeUrls[system] !== undefined))
  const loaded = await openAll(async (opened) => {
    const targets = await openTargets(targetsFor(sources, hostedStores(storeUrls)), opened)
    const stores = pairs(sources, targets).map((pair) => ({
      ...pair,
      transformOf: (table: string) => transformOf?.(pair.system, table),
    }))
    await transfer(stores, { parts: {}, resume: false, resumable: false, readers, sink: () => undefined, signal })
    return opened
  })
  await loaded.dispose()
}

/** The stores of a landscape that is being hosted, by the URLs that other programs get. */
export function hostedStores(storeUrls: Readonly<Record<string, string>>): StoreAddress[] {
  return Object.entries(storeUrls).flatMap(([system, url]) => {
    const kind = kindOfUrl(url)
    return kind === undefined ? [] : [{ system, kind, url, database: databaseInUrl(url) ?? system, production: false }]
  })
}
