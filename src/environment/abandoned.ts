import { execFile } from 'node:child_process'
import { type Dirent, existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { kill } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Json } from '../core/json.ts'
import { containersDirectory } from './container/directory.ts'
import type { EngineOptions } from './container/engine.ts'
import { isAbandoned, readStatus, socketName } from './control.ts'
import { removeLeftSharedMemory } from './embedded/postgres/left-shared-memory.ts'
import { endLeftProgram } from './program/left-program.ts'
import { runDirectoryPrefix } from './run-directory.ts'

/** A run directory whose host answers. */
export interface LivingRun {
  path: string
  status: Json
}

/** The run directories of this user whose hosts answer. */
export async function livingRuns(temporaryDirectory: string): Promise<LivingRun[]> {
  const runs = await Promise.all(
    (await ownRunDirectories(temporaryDirectory)).map(async (path) => ({ path, status: await readStatus(path) })),
  )
  return runs.filter((run): run is LivingRun => run.status !== undefined)
}

/**
 * Removes what killed runs left behind: their database servers and programs, then their directories, then their containers. Gives the
 * paths removed.
 */
export async function removeAbandonedRuns(temporaryDirectory: string, options: EngineOptions = {}): Promise<string[]> {
  const removed: string[] = []
  let hadContainers = false
  for (const path of await ownRunDirectories(temporaryDirectory)) {
    if (!(await isAbandoned(path))) continue
    for (const data of ['postgres/data', 'template/data']) {
      await stopLeftServer(join(path, data))
      await removeLeftSharedMemory(join(path, data))
    }
    await endLeftProgram(path, commandOf)
    hadContainers ||= existsSync(join(path, containersDirectory))
    await removeDirectory(path)
    removed.push(path)
  }
  if (hadContainers) await removeContainers(temporaryDirectory, options)
  return removed
}

/**
 * What says that its host is dead goes last, and at once with the directory: until then, and if we are killed, others
 * know that it is. Others may be removing it at the same time.
 */
async function removeDirectory(path: string): Promise<void> {
  const remove = (what: string) => rm(what, { recursive: true, force: true, maxRetries: 5 })
  for (const name of await readdir(path).catch(() => [])) if (name !== socketName) await remove(join(path, name))
  const emptied = `${path}-`
  await rename(path, emptied).catch(() => undefined)
  await remove(emptied)
}

/** Where no engine answers now, the next run with containers removes them. */
async function removeContainers(temporaryDirectory: string, options: EngineOptions): Promise<void> {
  const { connectEngine } = await import('./container/engine.ts')
  const engine = await connectEngine(options).catch(() => undefined)
  if (engine === undefined) return
  const { removeLeftContainers } = await import('./container/left-containers.ts')
  await removeLeftContainers(engine, temporaryDirectory)
}

async function ownRunDirectories(temporaryDirectory: string): Promise<string[]> {
  const entries = await readdir(temporaryDirectory, { withFileTypes: true }).catch((): Dirent[] => [])
  const named = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(runDirectoryPrefix))
  const paths = named.map((entry) => join(temporaryDirectory, entry.name))
  const owned = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)))
  return paths.filter((_, index) => owned[index]?.uid === userInfo().uid)
}

/** Whether there is a process of this number. */
export async function isRunning(processId: number): Promise<boolean> {
  return (await commandOf(processId)) !== ''
}

/** Ends the server that runs on a data directory, when its process is truly that server's. */
async function stopLeftServer(dataDirectory: string): Promise<void> {
  const noted = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(noted.split('\n')[0])
  if (!Number.isSafeInteger(pid) || pid <= 1) return
  // A server gives its own processes five seconds to end. Killed before, it would leave them, and their shared memory.
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    if (!(await commandOf(pid)).includes(dataDirectory)) return
    kill(pid, signal)
    for (let tries = 0; tries < 300 && (await commandOf(pid)) !== ''; tries++) await pause(20)
  }
}

/** The command line of a process; empty when there is none. */
async function commandOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
  } catch {
    const listed = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return listed.stdout.trim()
  }
}
