import { startPostgres } from '../../environment/embedded/postgres/postgres.ts'
import { connectDatabase } from './connect-database.ts'
import { databaseContent, emptyDatabases } from './database-content.ts'
import type { SqlBackend } from './sql-backend.ts'

/** One PostgreSQL of our own for all of them. */
export const embeddedDatabases: SqlBackend = (systems, { configuration, directory, pack, isEmpty, newSecret }) =>
  startPostgres({
    cacheDirectory: configuration.cacheDirectory,
    runDirectory: directory,
    content: isEmpty ? emptyDatabases(systems) : databaseContent(pack, systems),
    connect: connectDatabase,
    newPassword: newSecret,
  })
