import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { environmentError } from '../../../core/error.ts'
import { saysDiskFull } from '../../../core/file-error.ts'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'
import { superuser } from './database-url.ts'
import { serverEnvironment } from './server.ts'

/** Makes an empty data directory whose superuser has this password. */
export async function initialize(
  binaries: PostgresBinaries,
  account: Account | undefined,
  dataDirectory: string,
  password: string,
): Promise<void> {
  const passwordFile = `${dataDirectory}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid)
  const options = [
    ['--pgdata', dataDirectory],
    ['--username', superuser],
    ['--pwfile', passwordFile],
    ['--encoding', 'UTF8', '--locale-provider', 'builtin', '--locale', 'C.UTF-8'],
    ['--auth', 'scram-sha-256', '--no-sync', '--no-instructions', '--wal-segsize', '1'],
  ]
  const child = spawn(binaries.initdb, options.flat(), {
    ...account,
    cwd: dirname(dataDirectory),
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'close')])
  await rm(passwordFile)
  if (status !== 0) throw initializeFailure(String(said), dataDirectory)
}

function initializeFailure(said: string, dataDirectory: string): Error {
  if (saysDiskFull(said)) {
    return environmentError({
      code: 'disk.full',
      message: `PostgreSQL cannot initialize ${dataDirectory}: no space is left on its disk`,
      remedy: 'free some space, or set TMPDIR to another directory',
    })
  }
  return environmentError({
    code: 'postgres.not-initialized',
    message: `the embedded PostgreSQL cannot initialize a data directory; it said: ${said.trim() || 'nothing'}`,
    remedy: 'check that the temporary directory allows programs and that the installation is complete (`npm ci`)',
  })
}
