import { usageError } from '../core/error.ts'
import type { StoreBackend } from '../core/landscape.ts'

/**
 * Throws `external.whole-store` where whole databases would be swapped in that belong to somebody else: a mirror has no
 * more than a part of them.
 */
export function refuseExternalStores(backends: Readonly<Record<string, StoreBackend | undefined>>): void {
  const external = Object.keys(backends).filter((system) => backends[system] === 'external')
  if (external.length === 0) return
  throw usageError({
    code: 'external.whole-store',
    message: `a snapshot replaces whole databases, and ${external.join(', ')} stand${external.length === 1 ? 's' : ''} in somebody else's`,
    remedy: 'Leave `url` out of their stores, so that standin hosts them itself.',
  })
}
