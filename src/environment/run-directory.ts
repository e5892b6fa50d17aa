import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/error.ts'
import { fileError } from '../core/file-error.ts'
import { type ControlOptions, longestDirectory, serveControl } from './control.ts'

export const runDirectoryPrefix = 'standin-run-'

/** Holds everything that one environment writes; nothing else is written outside of the cache. */
export interface RunDirectory extends AsyncDisposable {
  path: string
}

/** Makes a directory of our own and answers for it, so that others see that its owner lives. */
export async function openRunDirectory(temporaryDirectory: string, control: ControlOptions): Promise<RunDirectory> {
  const path = await makeDirectory(temporaryDirectory)
  try {
    const served = await serveControl(path, control)
    return {
      path,
      async [Symbol.asyncDispose]() {
        // The socket answers to the last, so that whatever is left of a deletion that was cut short is found.
        await rm(path, { recursive: true, force: true, maxRetries: 5 })
        await served[Symbol.asyncDispose]()
      },
    }
  } catch (thrown) {
    await rm(path, { recursive: true, force: true })
    throw fileError(thrown, path, 'TMPDIR')
  }
}

async function makeDirectory(temporaryDirectory: string): Promise<string> {
  const prefix = join(temporaryDirectory, runDirectoryPrefix)
  if (prefix.length + 'XXXXXX'.length > longestDirectory) {
    throw environmentError({
      code: 'directory.too-long',
      message: `the path of the temporary directory is too long for a socket: ${temporaryDirectory}`,
      remedy: `set TMPDIR to a directory whose path has at most ${longestDirectory - runDirectoryPrefix.length - 7} characters`,
    })
  }
  try {
    const path = await mkdtemp(prefix)
    // Others may pass through (the database server runs as another user), but not look around.
    await chmod(path, 0o711)
    return path
  } catch (thrown) {
    throw fileError(thrown, temporaryDirectory, 'TMPDIR')
  }
}
