import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { unprivilegedAccount } from '../../src/environment/embedded/postgres/account.ts'
import { mappedFiles, processesOf } from './processes-of.ts'

export interface SuiteDirectories {
  /** Everything of the suite is in there. */
  directory: string
  temporary: string
  cache: string
  /** The shared memory that nobody used when the suite began. */
  before: readonly string[]
}

/**
 * What is left of a suite, one line for each thing: files, processes and their ports, shared memory. What is just ending
 * has `patience` milliseconds for it.
 */
export async function leftBehind(suite: SuiteDirectories, patience = 2_000): Promise<string[]> {
  for (let waited = 0; ; waited += 50) {
    const left = [
      ...readdirSync(suite.temporary).map((name) => join(suite.temporary, name)),
      ...unfinished(suite.cache),
      ...processesOf(suite.directory),
      ...sharedMemory().filter((memory) => !suite.before.includes(memory)),
    ]
    if (left.length === 0 || waited >= patience) return left
    await pause(50)
  }
}

/** What the cache calls by the names of things that are being made. */
function unfinished(cache: string): string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)(partial|probe)-[^/]*$/.test(path))
    .map((path) => join(cache, path))
}

/**
 * Shared memory of database servers that have ended without removing it. Whose it was cannot be told any more: a server of
 * another suite that was killed in the meantime is blamed on both.
 */
export function sharedMemory(): string[] {
  const owners = [userInfo().uid, unprivilegedAccount()?.uid]
  const [, ...segments] = existsSync('/proc/sysvipc/shm') ? readFileSync('/proc/sysvipc/shm', 'utf8').split('\n') : []
  const unused = segments
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, , , , , , users, owner]) => users === 0 && owners.includes(owner))
    .map(([key, id, , , creator]) => `shared memory ${id}, key ${key}, made by process ${creator}`)
  const files = existsSync('/dev/shm') ? readdirSync('/dev/shm').filter((name) => name.startsWith('PostgreSQL.')) : []
  const mapped = files.length > 0 ? mappedFiles() : ''
  return [...unused, ...files.map((name) => `/dev/shm/${name}`).filter((file) => !mapped.includes(file))]
}
