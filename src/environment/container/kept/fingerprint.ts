import { createHash, type Hash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerSpec, CopiedFile } from '../container-spec.ts'

/**
 * The same for containers that are the same: of one image, with the same environment, command and ports, seeded with the
 * same contents. Secrets that are made anew for each container are no part of it.
 */
export async function fingerprint(spec: ContainerSpec, imageId: string): Promise<string> {
  const { image, ports, environment = {}, secrets = {}, command, seed, published = {}, files = [] } = spec
  const hash = createHash('sha256')
  const variables = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1))
  add(hash, [imageId, image, ports, variables, Object.keys(secrets), command ?? null, seed ?? null, published])
  for (const file of files) await addCopied(hash, file)
  return hash.digest('hex')
}

function add(hash: Hash, parts: readonly unknown[]): void {
  hash.update(`${JSON.stringify(parts)}\n`)
}

async function addCopied(hash: Hash, { from, isDirectory, to }: CopiedFile): Promise<void> {
  if (!isDirectory) return addContent(hash, from, to, await stat(from))
  for (const path of (await readdir(from, { recursive: true })).sort()) {
    await addContent(hash, join(from, path), join(to, path), await lstat(join(from, path)))
  }
}

async function addContent(hash: Hash, path: string, to: string, found: Stats): Promise<void> {
  add(hash, [to, found.mode, found.isFile() ? found.size : null])
  if (found.isSymbolicLink()) add(hash, [await readlink(path)])
  if (found.isFile()) for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
}
