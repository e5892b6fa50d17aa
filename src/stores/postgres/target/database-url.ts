import pg from 'pg'
import { usageError } from '../../../core/error.ts'

/** The address of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  if (!URL.canParse(url)) {
    throw usageError({
      code: 'postgres.no-url',
      message: 'the address of the target is not a URL',
      remedy: 'write it as postgres://user:password@host:port/database',
    })
  }
  const address = new URL(url)
  if (address.protocol === 'socket:') address.searchParams.set('db', database)
  else address.pathname = `/${encodeURI(database).replaceAll('?', '%3F').replaceAll('#', '%23')}`
  return address.href
}

/** The database that an address names, as the driver reads it. */
export function databaseOf(url: string): string {
  const { database } = new pg.Client({ connectionString: url })
  if (database !== undefined && database !== '') return database
  throw usageError({
    code: 'postgres.no-database',
    message: 'the address of the target names no database',
    remedy: 'write it as postgres://user:password@host:port/database',
  })
}
