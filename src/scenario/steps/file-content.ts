import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StandinError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { type FoundFile, fileFailure } from './paths.ts'

const largest = 64 * 1024 * 1024

/** All bytes of a file. Throws `file.too-large`. */
export async function readWhole({ path, name, bytes }: FoundFile, place: Place): Promise<Uint8Array> {
  if (bytes > largest)
    throw new StandinError('finding', {
      code: 'file.too-large',
      message: `${name} is larger than the 64 MB that a step reads`,
      place,
    })
  return readFile(path).catch((thrown: unknown) => {
    throw fileFailure(`cannot read ${name}`, thrown, place)
  })
}

/** Writes aside and renames, so that nobody who looks sees half of a file. Directories on the way are made. */
export async function writeWhole(path: string, bytes: Uint8Array, place: Place): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.part`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(aside, bytes)
    await rename(aside, path)
  } catch (thrown) {
    await rm(aside, { force: true }).catch(() => undefined)
    throw fileFailure(`cannot write ${basename(path)}`, thrown, place)
  }
}
