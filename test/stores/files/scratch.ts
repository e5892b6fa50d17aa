import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

export interface Scratch extends Disposable {
  path: string
}

export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'files-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Every file below a directory with a hash of its bytes, and the rights of files and directories. */
export function contentOf(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        const mode = (statSync(path).mode & 0o777).toString(8)
        const content = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'directory'
        return [relative(directory, path), `${mode} ${content}`] as const
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
