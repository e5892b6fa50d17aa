import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { environmentError, type Problem, usageError } from '../../core/error.ts'
import type { TransferSource, TransferTarget } from '../../core/transfer/ports.ts'
import type { StoreAddress } from './store-address.ts'

/** Throws `clone.production` for stores that the landscape says may never be written to. */
export function refuseProduction(targets: readonly StoreAddress[]): void {
  const problems = targets
    .filter(({ production }) => production)
    .map(
      ({ system }): Problem => ({
        code: 'clone.production',
        message: `the store of ${system} is marked with \`environment: production\`, so nothing is written to it`,
      }),
    )
  if (problems.length > 0) throw usageError(problems)
}

/** Throws `clone.same-store` when a target is any of the sources, by what the servers say of themselves. */
export function refuseSources(
  sources: ReadonlyMap<string, TransferSource>,
  targets: ReadonlyMap<string, TransferTarget>,
): void {
  const problems = [...targets].flatMap(([system, { identity }]) =>
    [...sources]
      .filter(([, source]) => source.identity === identity)
      .map(
        ([from]): Problem => ({
          code: 'clone.same-store',
          message: `the target of ${system} is the same database as the source of ${from}`,
          remedy: 'name another database as the target; a source is never written to',
        }),
      ),
  )
  if (problems.length > 0) throw usageError(problems)
}

/** Compressed, a store rarely takes less than this part of what it takes on the server. */
const smallestPart = 1 / 50

/** Throws `disk.full` when a snapshot surely does not fit. */
export async function refuseWithoutSpace(directory: string, sources: Iterable<TransferSource>): Promise<void> {
  const bytes = [...sources].flatMap(({ schema }) => schema.tables).reduce((sum, table) => sum + table.bytes, 0)
  const free = await freeSpace(directory)
  if (free === undefined || free >= bytes * smallestPart) return
  throw environmentError({
    code: 'disk.full',
    message: `${directory} has room for ${megabytes(free)}, and the stores take ${megabytes(bytes)} before compression`,
    remedy: 'free some space, or give --snapshot another directory',
  })
}

/** Of the nearest directory that is there. */
async function freeSpace(directory: string): Promise<number | undefined> {
  const found = await statfs(directory).catch(() => undefined)
  if (found !== undefined) return found.bavail * found.bsize
  const parent = dirname(directory)
  return parent === directory ? undefined : freeSpace(parent)
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`
}
