import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { codeOf, environmentError, messageOf, type StandinError } from '../core/error.ts'

/** A file that is being written. Nothing is lost in silence: `close` throws `report.not-written`. */
export interface ReportFile {
  write(text: string): void
  close(): Promise<void>
}

/** Opens a file whose lines can be read while they come. Throws `report.not-written` when it cannot be opened. */
export async function openStreamedFile(path: string): Promise<ReportFile> {
  const handle = await attempt(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    return await open(path, 'w')
  })
  const stream = createWriteStream(path, { fd: handle })
  const done = finished(stream)
  done.catch(() => undefined)
  return {
    write: (text) => void stream.write(text),
    close: () =>
      attempt(path, async () => {
        stream.end()
        await done
      }),
  }
}

/** Opens a file that what is written is added to, such as the summary of a job that several commands write to. */
export async function openAppendedFile(path: string): Promise<ReportFile> {
  const handle = await attempt(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    return await open(path, 'a')
  })
  let text = ''
  return {
    write: (more) => {
      text += more
    },
    close: () =>
      attempt(path, async () => {
        await handle.appendFile(text)
        await handle.close()
      }),
  }
}

/**
 * Opens a file that appears all at once, when it is closed, so that nobody reads half of it. Throws
 * `report.not-written` when that cannot be done.
 */
export async function openWholeFile(path: string): Promise<ReportFile> {
  await attempt(path, async () => {
    const draft = await draftFor(path)
    await rm(draft, { recursive: true })
    const present = await stat(path).catch(() => undefined)
    if (present?.isDirectory()) throw new Error('it is a directory')
  })
  let text = ''
  return {
    write: (more) => {
      text += more
    },
    close: () =>
      attempt(path, async () => {
        const draft = await draftFor(path)
        try {
          await writeFile(join(draft, 'report'), text)
          await rename(join(draft, 'report'), path)
        } finally {
          await rm(draft, { recursive: true })
        }
      }),
  }
}

/** A new directory beside the file, so that a rename can move what is written there into its place. */
async function draftFor(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  return await mkdtemp(join(dirname(path), `.${basename(path)}-`))
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (thrown) {
    throw notWritten(path, thrown)
  }
}

function notWritten(path: string, thrown: unknown): StandinError {
  return environmentError(
    {
      code: 'report.not-written',
      message: `the report ${path} cannot be written: ${messageOf(thrown)}`,
      remedy:
        codeOf(thrown) === 'ENOSPC'
          ? 'Free some space, or name a file on another disk.'
          : 'Name a file in a directory that this user may write to.',
    },
    thrown,
  )
}
