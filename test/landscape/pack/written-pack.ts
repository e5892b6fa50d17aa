import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface WrittenPack extends AsyncDisposable {
  directory: string
  write(path: string, text: string): Promise<void>
}

/** A directory with these files, that goes when it is disposed. */
export async function writtenPack(files: Readonly<Record<string, string>>): Promise<WrittenPack> {
  const directory = await mkdtemp(join(tmpdir(), 'standin-pack-'))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  for (const [path, text] of Object.entries(files)) await write(path, text)
  return { directory, write, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) }
}

export const head = 'version: 1\nname: small\ntitle: Small\nnow: 2026-03-02T08:00:00Z\n'
