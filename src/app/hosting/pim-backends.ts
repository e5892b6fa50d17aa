import type { StoreBackend } from '../../core/landscape.ts'
import { containerPim } from './container-pim.ts'
import { embeddedPim } from './embedded-pim.ts'
import { externalPim } from './external-pim.ts'
import type { PimBackend } from './pim-backend.ts'

/** Where documents can be. */
export const pimBackends = {
  embedded: embeddedPim,
  container: containerPim,
  external: externalPim,
} as const satisfies Record<StoreBackend, PimBackend>
