import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '../scenario/model.ts'
import type { RunDirectories } from '../scenario/steps/directories.ts'

/** Makes a directory for the files of one run, with those in it that the scenario declares. Ending it removes them. */
export async function openRunFiles(
  parent: string,
  { directories = [] }: Scenario,
  working: string,
): Promise<RunDirectories & AsyncDisposable> {
  const run = await mkdtemp(join(parent, 'files-'))
  await Promise.all(directories.map((name) => mkdir(join(run, name), { recursive: true })))
  return { working, run, [Symbol.asyncDispose]: () => rm(run, { recursive: true, force: true, maxRetries: 3 }) }
}
