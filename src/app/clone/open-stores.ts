import { allStarted, type Disposal } from '../../core/disposal.ts'
import type { TransferSource, TransferTarget } from '../../core/transfer/ports.ts'
import type { StoreAddress } from './store-address.ts'

export interface OpenOptions {
  /** Where pg_dump is looked for. */
  searchPath?: string
  signal: AbortSignal
}

/** Opens stores for reading, each as it is at one moment. Throws `source.*`, `documents.failed`. */
export async function openSources(
  stores: readonly StoreAddress[],
  options: OpenOptions,
  opened: Disposal,
): Promise<ReadonlyMap<string, TransferSource>> {
  return new Map(
    await allStarted(
      stores.map(async (store) => [store.system, opened.use(await openSource(store, options))] as const),
    ),
  )
}

async function openSource(
  { kind, url, database, sample }: StoreAddress,
  { searchPath, signal }: OpenOptions,
): Promise<TransferSource> {
  if (kind === 'mongodb') {
    const { openMongoSource } = await import('../../stores/mongodb/transfer/source/open-source.ts')
    return openMongoSource(url, database, { ...(sample !== undefined && { sample }), signal })
  }
  const { openPostgresSource } = await import('../../stores/postgres/source.ts')
  return openPostgresSource(url, {
    applicationName: 'standin clone',
    ...(searchPath !== undefined && { searchPath }),
    signal,
  })
}

/** Opens stores for being replaced; nothing is written yet. */
export async function openTargets(
  stores: readonly StoreAddress[],
  opened: Disposal,
): Promise<ReadonlyMap<string, TransferTarget>> {
  return new Map(
    await allStarted(stores.map(async (store) => [store.system, opened.use(await openTarget(store))] as const)),
  )
}

async function openTarget({ kind, url, database }: StoreAddress): Promise<TransferTarget> {
  if (kind === 'mongodb') {
    const { openMongoTarget } = await import('../../stores/mongodb/transfer/target/open-target.ts')
    return openMongoTarget(url, database)
  }
  const { openPostgresTarget } = await import('../../stores/postgres/target/postgres-target.ts')
  return openPostgresTarget(url)
}
