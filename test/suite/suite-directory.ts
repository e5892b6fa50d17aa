import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removeAbandonedRuns } from '../../src/environment/abandoned.ts'
import { isAbandoned, serveControl } from '../../src/environment/control.ts'
import { leftBehind, sharedMemory } from './left-behind.ts'

const prefix = 'standin-suite-'

declare module 'vitest' {
  interface ProvidedContext {
    /** What the tests of this suite have for TMPDIR. Nobody else writes there. */
    temporaryDirectory: string
    /** Shared by all tests, so that databases are initialized once. */
    cacheDirectory: string
  }
}

/**
 * A temporary directory and a cache for one suite, gone afterwards. The suite fails when anything of it is left then. What
 * killed suites have left is removed before.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = shortDirectory()
  await removeAbandonedSuites(parent)
  await removeAbandonedRuns(parent)
  const directory = await mkdtemp(join(parent, prefix))
  // Others may pass through: the database server of root runs as another user.
  await chmod(directory, 0o711)
  const living = await serveControl(directory, { status: async () => ({ kind: 'test' }), down: () => undefined })
  const [temporary, cache] = [join(directory, 'tmp'), join(directory, 'cache')]
  await mkdir(temporary)
  await chmod(temporary, 0o1777)
  await mkdir(cache, { mode: 0o755 })
  project.provide('temporaryDirectory', temporary)
  project.provide('cacheDirectory', cache)
  const before = sharedMemory()
  return async () => {
    const left = await leftBehind({ directory, temporary, cache, before })
    await removeNestedRuns(directory)
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    await living[Symbol.asyncDispose]()
    if (left.length > 0) throw new Error(`this suite has left behind:\n${left.join('\n')}`)
  }
}

/** The paths of sockets below it are limited, and the temporary directories of some systems are long. */
function shortDirectory(): string {
  return tmpdir().length > 30 ? '/tmp' : tmpdir()
}

async function removeAbandonedSuites(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const suite = join(parent, name)
    if (!name.startsWith(prefix) || !(await isAbandoned(suite))) continue
    await removeNestedRuns(suite)
    await rm(suite, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Ends the servers of the runs that tests have started, and removes their directories. */
async function removeNestedRuns(suite: string): Promise<void> {
  const temporary = join(suite, 'tmp')
  const inside = await readdir(temporary, { withFileTypes: true }).catch(() => [])
  for (const entry of inside) if (entry.isDirectory()) await removeAbandonedRuns(join(temporary, entry.name))
  await removeAbandonedRuns(temporary)
}
