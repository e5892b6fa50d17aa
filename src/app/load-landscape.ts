import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { messageOf, usageError } from '../core/error.ts'
import type { LandscapeOutline } from '../core/landscape.ts'
import { suggestion } from '../core/nearest.ts'
import type { LandscapeFile } from '../landscape/format.ts'
import { readLandscapeFile } from '../landscape/landscape-file.ts'
import type { Pack } from '../landscape/pack/pack.ts'
import { readPack } from '../landscape/pack/read-pack.ts'
import { outlineOf } from '../landscape/systems.ts'
import { listPacks } from './list-packs.ts'
import { shippedLandscape } from './package-directory.ts'
import type { Configuration } from './requests.ts'

/** A landscape that was read and checked, but not started. */
export interface LoadedLandscape {
  /** Of the file; paths in it start here. */
  directory: string
  file: LandscapeFile
  outline: LandscapeOutline
}

/** Reads the user's standin.yaml, or the shipped one. */
export async function loadLandscape(configuration: Configuration): Promise<LoadedLandscape> {
  const path = configuration.landscapeFile ?? shippedLandscape
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({
      code: 'landscape.unreadable',
      message: `cannot read the landscape ${path}: ${messageOf(thrown)}`,
      remedy: 'give the path of a standin.yaml with --landscape',
    })
  })
  const file = readLandscapeFile(path, text, configuration.variables)
  return { directory: dirname(path), file, outline: outlineOf(file) }
}

const usualPack = 'omnichannel'

/**
 * Reads the pack of this name (or in this directory); without a name, the landscape's, else the shipped one. Behind a
 * colon stands its size: `wholesale:l`.
 */
export async function loadPack(configuration: Configuration, landscape: LoadedLandscape, name?: string): Promise<Pack> {
  const wanted = name ?? landscape.file.pack ?? usualPack
  const packs = await listPacks(configuration)
  const [, pack = wanted, size] = /^(.*):([\w-]*)$/.exec(wanted) ?? []
  const named = packs.get(pack)
  if (named !== undefined) return readPack(named, size)
  const directory = resolve(configuration.workingDirectory, pack)
  if (existsSync(join(directory, 'pack.yaml'))) return readPack(directory, size)
  throw usageError({
    code: 'pack.unknown',
    message: `there is no pack "${pack}"; ${suggestion(pack, [...packs.keys()])}`,
    remedy: 'packs are directories with a pack.yaml, below fixtures/ or named by their path',
  })
}
