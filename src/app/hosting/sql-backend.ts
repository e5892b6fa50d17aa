import type { ResetDatabases } from '../../environment/embedded/postgres/reset/reset-databases.ts'
import type { SqlSystemName } from '../../landscape/systems.ts'
import type { Hosting } from './hosting.ts'

/** Databases of systems, filled with what the run starts with. Ending them leaves nothing of it. */
export interface OpenedDatabases extends AsyncDisposable {
  /** For any client that can reach the server. */
  url(system: SqlSystemName): string
  /** Missing where nobody can put them back. */
  openResets?(): Promise<ResetDatabases>
}

/** Opens the databases of those systems that the landscape puts on one backend; there is at least one. */
export type SqlBackend = (systems: readonly SqlSystemName[], hosting: Hosting) => Promise<OpenedDatabases>
