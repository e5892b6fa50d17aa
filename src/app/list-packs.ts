import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { shippedPacks } from './package-directory.ts'
import type { Configuration } from './requests.ts'

/** The directories of all packs by name: the shipped ones, and those in fixtures/ of the working directory, which win. */
export async function listPacks(configuration: Configuration): Promise<Map<string, string>> {
  const packs = new Map<string, string>()
  for (const shelf of [shippedPacks, join(configuration.workingDirectory, 'fixtures')]) {
    const names = await readdir(shelf).catch((): string[] => [])
    for (const name of names) {
      if (existsSync(join(shelf, name, 'pack.yaml'))) packs.set(name, join(shelf, name))
    }
  }
  return packs
}
