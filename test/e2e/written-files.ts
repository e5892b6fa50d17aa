import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Sandbox } from './sandbox.ts'

/** Writes files into the directory `work` of a sandbox, and gives that directory. */
export function writeFiles({ directory }: Sandbox, files: Readonly<Record<string, string>>): string {
  const work = join(directory, 'work')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true })
    writeFileSync(join(work, name), text)
  }
  return work
}
