import { type Dirent, existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf, environmentError, usageError } from '../../core/error.ts'
import { fileError } from '../../core/file-error.ts'
import { manifestName } from './snapshot-manifest.ts'

/** Who writes, so that nobody else writes to the same place at the same time. */
export interface Writer {
  processId: number
  isRunning(processId: number): Promise<boolean>
}

/** Where a snapshot is written before it is there: beside its place, under another name. */
export interface PartialDirectory {
  path: string
  /** Puts it in its place, without these files of its own; what was there is put aside until `removeReplaced`. */
  swapIn(without: readonly string[]): Promise<void>
  swapBack(): Promise<void>
  removeReplaced(): Promise<void>
  /** Leaves it for whoever comes next. */
  release(): Promise<void>
  remove(): Promise<void>
}

const ownerName = 'owner'

/** Throws `snapshot.not-one` when something is there that is no snapshot, and would be lost. */
export async function refuseOtherDirectory(directory: string): Promise<void> {
  let names: string[]
  try {
    names = await readdir(directory)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return
    throw notOne(directory)
  }
  if (names.length > 0 && !names.includes(manifestName)) throw notOne(directory)
}

function notOne(directory: string): Error {
  return usageError({
    code: 'snapshot.not-one',
    message: `${directory} is there and is no snapshot, so it is not replaced`,
    remedy: 'give --snapshot a directory that does not exist yet, or one that holds a snapshot',
  })
}

/**
 * Takes over what an earlier run has left, or begins with nothing. Gives `undefined` when there is nothing to take over.
 * Throws `snapshot.busy` while another process writes there, and environment errors.
 */
export async function openPartial(
  directory: string,
  writer: Writer,
  how: 'resume' | 'anew',
): Promise<PartialDirectory | undefined> {
  const path = `${directory}.partial`
  const replaced = `${directory}.replaced`
  try {
    await mkdir(dirname(path), { recursive: true })
    await refuseBusy(path, writer)
    // A run was killed between the two halves of its swap.
    if (existsSync(replaced) && !existsSync(directory)) await rename(replaced, directory)
    await rm(replaced, { recursive: true, force: true })
    if (how === 'resume' && !existsSync(path)) return undefined
    if (how === 'anew') {
      await rm(path, { recursive: true, force: true })
      await mkdir(path, { mode: 0o700 })
    } else {
      await removeHalfWritten(path)
    }
    await writeFile(join(path, ownerName), String(writer.processId), { mode: 0o600 })
  } catch (thrown) {
    throw codeOf(thrown) === 'snapshot.busy' ? thrown : fileError(thrown, path, '--snapshot')
  }
  return partialDirectory(directory, path, replaced)
}

function partialDirectory(directory: string, path: string, replaced: string): PartialDirectory {
  return {
    path,
    async swapIn(without) {
      for (const name of [...without, ownerName]) await rm(join(path, name))
      await syncDirectory(path)
      if (existsSync(directory)) await rename(directory, replaced)
      try {
        await rename(path, directory)
      } catch (thrown) {
        if (existsSync(replaced)) await rename(replaced, directory)
        throw fileError(thrown, directory, '--snapshot')
      }
      await syncDirectory(dirname(directory))
    },
    async swapBack() {
      await rename(directory, path)
      if (existsSync(replaced)) await rename(replaced, directory)
    },
    removeReplaced: () => rm(replaced, { recursive: true, force: true }),
    release: () => rm(join(path, ownerName), { force: true }),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

async function refuseBusy(path: string, { processId, isRunning }: Writer): Promise<void> {
  const owner = Number(await readFile(join(path, ownerName), 'utf8').catch(() => ''))
  if (!(owner > 1) || owner === processId || !(await isRunning(owner))) return
  throw environmentError({
    code: 'snapshot.busy',
    message: `process ${owner} is writing a snapshot to ${basename(path)} already`,
    remedy: `wait for it, or end it; if that process is something else, delete ${join(path, ownerName)}`,
  })
}

async function removeHalfWritten(path: string): Promise<void> {
  const entries: Dirent[] = await readdir(path, { recursive: true, withFileTypes: true })
  for (const entry of entries)
    if (entry.isFile() && entry.name.endsWith('.part')) await rm(join(entry.parentPath, entry.name))
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
