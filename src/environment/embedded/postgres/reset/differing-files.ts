import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateDatabase } from './moment.ts'

export interface DifferingFiles {
  /** In the copy only. */
  surplus: string[]
  /** In the template only. */
  missing: string[]
  /** In both, and written to since they were the same. */
  written: { name: string; size: number }[]
}

/** Milliseconds. Times are set with less than a microsecond's error; the server's own writes are younger by far more. */
const sameTime = 0.01

/** Compares a copy's directory with its template's, by names, sizes and times of change. */
export function differingFiles(directory: string, { files }: TemplateDatabase): DifferingFiles {
  const present = new Set(readdirSync(directory))
  const written: DifferingFiles['written'] = []
  for (const [name, wanted] of files) {
    if (!present.has(name)) continue
    const { size, mtimeMs } = lstatSync(join(directory, name))
    if (size !== wanted.size || Math.abs(mtimeMs - wanted.changed) >= sameTime) written.push({ name, size })
  }
  return {
    surplus: [...present].filter((name) => !files.has(name)),
    missing: [...files.keys()].filter((name) => !present.has(name)),
    written,
  }
}
