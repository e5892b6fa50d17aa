import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'

/** A pg_dump on this machine. */
export interface InstalledDump {
  program: string
  major: number
}

/** The first pg_dump on a search path that is new enough for a server of this major version. */
export async function findInstalledDump(searchPath: string, major: number): Promise<InstalledDump | undefined> {
  for (const directory of searchPath.split(delimiter)) {
    if (directory === '') continue
    const program = join(directory, 'pg_dump')
    const runs = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!runs) continue
    const version = await run(program, ['--version'], {}).catch(() => '')
    const own = Number(/^pg_dump \(PostgreSQL\) (\d+)/.exec(version)?.[1])
    if (own >= major) return { program, major: own }
  }
  return undefined
}

/**
 * Runs a pg_dump of this machine. The password goes through its environment, where other users do not see it. Throws
 * `Error` with what it said.
 */
export async function dumpInstalled(
  { program }: InstalledDump,
  url: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  return run(program, args, { env: connectionEnvironment(url), signal })
}

async function run(program: string, args: readonly string[], options: SpawnOptions): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.stdout === null || child.stderr === null) throw new TypeError('pg_dump was spawned without output')
  const [output, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(said.trim())
  return output
}

/** Settings of TLS that libpq and the driver both know. */
const shared = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const

/** The address as libpq takes it. */
function connectionEnvironment(url: string): Record<string, string> {
  const client = new pg.Client({ connectionString: url }) as pg.Client & { password?: string | null }
  const environment: Record<string, string> = {
    LC_ALL: 'C',
    PGAPPNAME: 'standin-pg_dump',
    PGHOST: client.host,
    PGPORT: String(client.port),
    PGOPTIONS: '-c standard_conforming_strings=on',
    PGPASSFILE: '/dev/null',
  }
  if (client.user !== undefined) environment.PGUSER = client.user
  if (client.database !== undefined) environment.PGDATABASE = client.database
  if (typeof client.password === 'string') environment.PGPASSWORD = client.password
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams()
  for (const name of shared) {
    const value = query.get(name)
    // `no-verify` is the driver's own word for what libpq calls `require`.
    if (value !== null) environment[`PG${name.toUpperCase()}`] = value === 'no-verify' ? 'require' : value
  }
  return environment
}
