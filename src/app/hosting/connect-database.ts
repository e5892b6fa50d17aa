import type { SqlStore } from '../../core/sql-store.ts'
import { connectSqlStore } from '../../stores/postgres/sql-store.ts'

const connectionsPerStore = 24

/** Opens a database under a name that its server shows. */
export function connectDatabase(url: string, name = 'standin'): SqlStore {
  return connectSqlStore(url, { applicationName: name, connections: connectionsPerStore })
}
