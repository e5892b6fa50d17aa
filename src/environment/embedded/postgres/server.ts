import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { environmentError } from '../../../core/error.ts'
import { saysDiskFull } from '../../../core/file-error.ts'
import { freePort } from '../../free-port.ts'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'

export interface ServerProcess {
  port: number
  /** `clean` writes everything down first; `at-once` is for data that is thrown away. */
  stop(how: 'clean' | 'at-once'): Promise<void>
}

/* Durability is given up on purpose: every cluster is a copy that is deleted after the run. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  // A data directory is copied for each run: the fewer old segments, the sooner it starts.
  'min_wal_size=2MB',
  'wal_recycle=off',
  'wal_init_zero=off',
  // Change feeds decode what was written.
  'wal_level=logical',
  // Which blocks were changed can then be read from the log, whatever the change was.
  'wal_log_hints=on',
  // A worker of the server's would keep files open that are put back behind its back.
  'io_method=sync',
  'max_connections=300',
  'shared_buffers=64MB',
  'dynamic_shared_memory_type=mmap',
  'autovacuum=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'password_encryption=scram-sha-256',
  // Passwords here are long and random: stretching them would only slow down each connection.
  'scram_iterations=1',
]

const attempts = 5

/** Starts a server on a data directory, on a free port of the loopback address. */
export async function startServer(
  binaries: PostgresBinaries,
  account: Account | undefined,
  dataDirectory: string,
): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    // Servers on copies of one directory would be one and the same to whoever asks for the system identifier.
    const all = [...settings, `standin.copy=${dataDirectory}`]
    const args = ['-D', dataDirectory, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])]
    // Its own process group, so that a Ctrl-C in the terminal reaches us first and steps in `finally` find it alive.
    const child = spawn(binaries.postgres, args, {
      ...account,
      cwd: dataDirectory,
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const { ready, output } = await readiness(child)
    if (ready) return { port, stop: (how) => stopServer(child, how) }
    const taken = /address already in use/i.test(output)
    if (!taken || attempt === attempts) throw startFailure(output, dataDirectory)
  }
}

/** Messages in English, whatever the user's language is. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC' }

function startFailure(output: string, dataDirectory: string): Error {
  if (saysDiskFull(output)) {
    return environmentError({
      code: 'disk.full',
      message: `PostgreSQL cannot write to ${dataDirectory}: no space is left on its disk`,
      remedy: 'free some space, or set TMPDIR to another directory',
    })
  }
  return environmentError({
    code: 'postgres.not-started',
    message: `the embedded PostgreSQL did not start; it said: ${output.trim() || 'nothing'}`,
    remedy:
      'check that the machine has memory and shared memory to spare, and that the temporary directory allows programs',
  })
}

/** Resolves when the server says that it is ready, or has ended. Keeps what it said last. */
async function readiness(child: ChildProcess): Promise<{ ready: boolean; output: string }> {
  if (child.stderr === null) throw new TypeError('the server was spawned without stderr')
  const said: string[] = []
  const lines = createInterface({ input: child.stderr })
  const ready = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      said.push(line)
      if (said.length > 20) said.shift()
      if (line.includes('database system is ready to accept connections')) resolve(true)
    })
    child.once('error', (error) => {
      said.push(error.message)
      resolve(false)
    })
    child.once('close', () => resolve(false))
  })
  return { ready: await ready, output: said.join('\n') }
}

async function stopServer(child: ChildProcess, how: 'clean' | 'at-once'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(how === 'clean' ? 'SIGINT' : 'SIGQUIT')
  await ended
}
