import type { StoreBackend } from '../../core/landscape.ts'
import { containerDatabases } from './container-databases.ts'
import { embeddedDatabases } from './embedded-databases.ts'
import { externalDatabases } from './external-databases.ts'
import type { SqlBackend } from './sql-backend.ts'

/** Where relational data can be. */
export const sqlBackends = {
  embedded: embeddedDatabases,
  container: containerDatabases,
  external: externalDatabases,
} as const satisfies Record<StoreBackend, SqlBackend>
