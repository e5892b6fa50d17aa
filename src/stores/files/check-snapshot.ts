import { createHash } from 'node:crypto'
import { createReadStream, type Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { codeOf, type Problem, usageError } from '../../core/error.ts'
import { damageOf } from './damage.ts'
import { manifestName, parseManifest, type SnapshotFile, type SnapshotManifest } from './snapshot-manifest.ts'

/** Files that are read at the same time; hashing is done beside this thread. */
const lanes = 4

/** Called with the bytes that have been checked of the whole. */
export type CheckProgress = (bytes: number, whole: number) => void

/**
 * Reads the manifest and checks every file against it. Throws `snapshot.missing` where there is no snapshot,
 * `snapshot.version`, and `snapshot.damaged` with all files that are missing, changed, or do not belong there.
 */
export async function checkSnapshot(
  directory: string,
  signal: AbortSignal = new AbortController().signal,
  progress: CheckProgress = () => undefined,
): Promise<SnapshotManifest> {
  const manifest = parseManifest(join(directory, manifestName), await readManifest(directory))
  const files = filesOf(manifest)
  const whole = files.reduce((sum, { size }) => sum + size, 0)
  const problems: Problem[] = [...(await strangers(directory, files))]
  let [next, bytes] = [0, 0]
  const check = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      signal.throwIfAborted()
      const wrong = await faultOf(join(directory, file.path), file, signal)
      if (wrong !== undefined) problems.push(damageOf(file.path, wrong))
      bytes += file.size
      progress(bytes, whole)
    }
  }
  await Promise.all(Array.from({ length: lanes }, check))
  if (problems.length > 0) throw usageError(problems.sort((a, b) => (a.message < b.message ? -1 : 1)))
  return manifest
}

async function readManifest(directory: string): Promise<string> {
  try {
    return await readFile(join(directory, manifestName), 'utf8')
  } catch (thrown) {
    const missing = codeOf(thrown) === 'ENOENT'
    throw usageError({
      code: 'snapshot.missing',
      message: `${directory} is no snapshot: ${missing ? `it has no ${manifestName}` : `${manifestName} cannot be read`}`,
      remedy: 'Name a directory that `standin clone --snapshot` has written.',
    })
  }
}

function filesOf({ systems }: SnapshotManifest): SnapshotFile[] {
  return Object.values(systems).flatMap(({ definition, tables }) => [
    ...definition,
    ...tables.flatMap(({ chunks }) => chunks),
  ])
}

async function strangers(directory: string, files: readonly SnapshotFile[]): Promise<Problem[]> {
  const known = new Set([manifestName, ...files.map(({ path }) => path)])
  const entries: Dirent[] = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !known.has(path))
    .map((path) => damageOf(path, 'the manifest does not know this file'))
}

async function faultOf(path: string, { size, sha256 }: SnapshotFile, signal: AbortSignal): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 'this file is missing'
  if (found.size !== size) return `it has ${found.size} bytes, expected ${size}`
  try {
    return (await hashOf(path, signal)) === sha256 ? undefined : 'its content has changed (SHA-256)'
  } catch {
    signal.throwIfAborted()
    return 'it cannot be read'
  }
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024, signal })) hash.update(piece)
  return hash.digest('hex')
}
