import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from '../../file-error.ts'
import { copyTree } from './copy-tree.ts'

/** A filled and cleanly stopped data directory, with the password that it was made with. */
export interface Template {
  dataDirectory: string
  password: string
}

const keptTemplates = 6

/** The template of this name in the cache, when there is one. */
export async function findTemplate(cacheDirectory: string, name: string): Promise<Template | undefined> {
  const place = join(shelfOf(cacheDirectory), name)
  try {
    const password = await readFile(join(place, 'password'), 'utf8')
    await markUsed(place)
    return { dataDirectory: join(place, 'data'), password }
  } catch {
    return undefined
  }
}

/** Puts a template into the cache, whole or not at all. Two runs that do so at the same time both succeed. */
export async function storeTemplate(cacheDirectory: string, name: string, template: Template): Promise<void> {
  const shelf = shelfOf(cacheDirectory)
  const place = join(shelf, name)
  let partial: string | undefined
  try {
    partial = await mkdtemp(join(shelf, 'partial-'))
    await writeFile(join(partial, 'password'), template.password, { mode: 0o600 })
    await copyTree(template.dataDirectory, join(partial, 'data'))
    await markUsed(partial)
    await rename(partial, place)
  } catch (thrown) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true })
    if (!existsSync(place)) throw fileError(thrown, shelf, 'STANDIN_CACHE_DIR')
  }
  await dropLongUnused(shelf)
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

function shelfOf(cacheDirectory: string): string {
  return join(cacheDirectory, 'postgres')
}

async function markUsed(place: string): Promise<void> {
  await writeFile(join(place, 'used'), '')
}

async function dropLongUnused(shelf: string): Promise<void> {
  const used: { place: string; at: number }[] = []
  for (const name of await readdir(shelf)) {
    const place = join(shelf, name)
    const mark = await stat(join(place, 'used')).catch(() => undefined)
    if (mark !== undefined) used.push({ place, at: mark.mtimeMs })
  }
  used.sort((a, b) => b.at - a.at)
  for (const { place } of used.slice(keptTemplates)) await rm(place, { recursive: true, force: true })
}
