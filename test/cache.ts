import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removeAbandonedRuns } from '../src/environment/abandoned.ts'
import { openRunDirectory } from '../src/environment/run-directory.ts'

/** One cache for all tests of a run, gone afterwards. What killed tests have left is removed before. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedRuns(tmpdir())
  const directory = await openRunDirectory(tmpdir(), { status: async () => ({ kind: 'test' }), down: () => undefined })
  const cache = join(directory.path, 'cache')
  await mkdir(cache, { mode: 0o755 })
  project.provide('cacheDirectory', cache)
  return async () => {
    await directory[Symbol.asyncDispose]()
  }
}
