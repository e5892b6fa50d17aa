import type { StoreBackend } from '../../core/landscape.ts'
import type { LandscapeFile } from '../../landscape/format.ts'

/** Where the landscape puts the store of a mirrored system. */
export function backendOf({ systems, backend = 'embedded' }: LandscapeFile, system: string): StoreBackend {
  const store = systems[system]?.store
  return store?.url === undefined ? (store?.backend ?? backend) : 'external'
}

/** Whether a container that the landscape declares is left for its next run. */
export function isReused({ reuse = false }: LandscapeFile, declared: { reuse?: boolean } | undefined): boolean {
  return declared?.reuse ?? reuse
}
