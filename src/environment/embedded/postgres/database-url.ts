export const superuser = 'standin'

/** The URL of a database of the embedded server, for any PostgreSQL client of this machine. */
export function databaseUrl(port: number, password: string, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`
}
