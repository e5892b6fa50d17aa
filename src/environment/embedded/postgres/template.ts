import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf } from '../../../core/error.ts'
import { fileError } from '../../../core/file-error.ts'
import { copyTree } from './copy-tree.ts'
import { restoreTree } from './restore-tree.ts'

/** A filled and cleanly stopped data directory in the cache, with the password that it was made with. */
export interface Template {
  directory: string
  password: string
}

const keptTemplates = 6
const keptCopies = 2

/** The template of this name in the cache, when there is one. */
export async function findTemplate(cacheDirectory: string, name: string): Promise<Template | undefined> {
  const directory = join(shelfOf(cacheDirectory), name)
  try {
    const password = await readFile(join(directory, 'password'), 'utf8')
    await markUsed(directory)
    return { directory, password }
  } catch {
    return undefined
  }
}

/**
 * Puts a data directory into the cache as a template, whole or not at all. Two runs that do so at the same time both
 * succeed. Throws the environment's error when the cache cannot be written.
 */
export async function storeTemplate(
  cacheDirectory: string,
  name: string,
  data: string,
  password: string,
): Promise<Template> {
  const shelf = shelfOf(cacheDirectory)
  const directory = join(shelf, name)
  let partial: string | undefined
  try {
    partial = await mkdtemp(join(shelf, 'partial-'))
    await writeFile(join(partial, 'password'), password, { mode: 0o600 })
    await moveTree(data, join(partial, 'data'))
    await mkdir(join(partial, 'copies'))
    await markUsed(partial)
    await rename(partial, directory)
  } catch (thrown) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true })
    const present = await findTemplate(cacheDirectory, name)
    if (present === undefined) throw fileError(thrown, shelf, 'STANDIN_CACHE_DIR')
    return present
  }
  await dropLongUnused(shelf)
  return { directory, password }
}

/** Brings a copy of the template's data to a place that does not exist yet: one that an earlier run gave back, or a new one. */
export async function takeCopy({ directory }: Template, to: string): Promise<void> {
  for (const name of await readdir(join(directory, 'copies'))) {
    const taken = await rename(join(directory, 'copies', name), to).then(
      () => true,
      () => false,
    )
    if (taken) return
  }
  await copyTree(join(directory, 'data'), to)
}

/** Gives a copy back for the next run, with nothing in it of this one. What cannot be given back is deleted with the run. */
export async function giveCopyBack({ directory }: Template, copy: string, runDirectory: string): Promise<void> {
  const copies = join(directory, 'copies')
  try {
    if ((await readdir(copies)).length >= keptCopies) return
    restoreTree(copy, join(directory, 'data'))
    await rename(copy, join(copies, basename(runDirectory)))
  } catch {
    // Another file system, a full disk, a cache that somebody has emptied: none of it matters to the run that ends.
  }
}

/** Makes the cache's directory, so that one that cannot be written is found before anything starts. */
export async function prepareShelf(cacheDirectory: string): Promise<void> {
  const shelf = shelfOf(cacheDirectory)
  try {
    await mkdir(shelf, { recursive: true, mode: 0o755 })
    await rm(await mkdtemp(join(shelf, 'probe-')), { recursive: true })
  } catch (thrown) {
    throw fileError(thrown, shelf, 'STANDIN_CACHE_DIR')
  }
}

async function moveTree(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (thrown) {
    if (codeOf(thrown) !== 'EXDEV') throw thrown
    await copyTree(from, to)
  }
}

function shelfOf(cacheDirectory: string): string {
  return join(cacheDirectory, 'postgres')
}

async function markUsed(directory: string): Promise<void> {
  await writeFile(join(directory, 'used'), '')
}

async function dropLongUnused(shelf: string): Promise<void> {
  const used: { directory: string; at: number }[] = []
  for (const name of await readdir(shelf)) {
    const directory = join(shelf, name)
    const mark = await stat(join(directory, 'used')).catch(() => undefined)
    if (mark !== undefined) used.push({ directory, at: mark.mtimeMs })
  }
  used.sort((a, b) => b.at - a.at)
  for (const { directory } of used.slice(keptTemplates)) await rm(directory, { recursive: true, force: true })
}
