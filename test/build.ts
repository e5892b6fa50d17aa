import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const main = join(dist, 'cli', 'main.js')

/** Builds dist when something in src is newer, so that what the tests start is what is there. */
export function setup(): void {
  const started = new Date()
  if (existsSync(main) && statSync(main).mtimeMs >= newest(join(root, 'src'))) return
  const scratch = join(root, 'node_modules', '.cache')
  mkdirSync(scratch, { recursive: true })
  const directory = mkdtempSync(join(scratch, 'standin-build-'))
  try {
    const tsc = join(root, 'node_modules', '.bin', 'tsc')
    const built = join(directory, 'dist')
    const { stdout } = spawnSync(tsc, ['-p', join(root, 'src', 'tsconfig.json'), '--outDir', built], {
      encoding: 'utf8',
    })
    // Types are checked elsewhere: an error in them does not keep the tests from running.
    if (!existsSync(join(built, 'cli', 'main.js'))) throw new Error(`src could not be built:\n${stdout}`)
    utimesSync(join(built, 'cli', 'main.js'), started, started)
    if (existsSync(dist)) renameSync(dist, join(directory, 'old'))
    renameSync(built, dist)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function newest(directory: string): number {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}
