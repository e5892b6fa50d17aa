import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ScenarioResult } from '../core/events.ts'
import type { Configuration } from './requests.ts'

/** The files whose scenarios did not pass when they were run last from this working directory. */
export async function readLastFailed(configuration: Configuration): Promise<ReadonlySet<string>> {
  try {
    const state: unknown = JSON.parse(await readFile(stateFile(configuration), 'utf8'))
    return new Set(Array.isArray(state) ? state.filter((file) => typeof file === 'string') : [])
  } catch {
    return new Set()
  }
}

/** Remembers what failed; what was not run keeps its state. A cache that cannot be written does not matter. */
export async function writeLastFailed(configuration: Configuration, results: readonly ScenarioResult[]): Promise<void> {
  const failed = new Set(await readLastFailed(configuration))
  for (const { file, verdict } of results) {
    if (verdict === 'passed') failed.delete(file)
    else failed.add(file)
  }
  try {
    const path = stateFile(configuration)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, JSON.stringify([...failed].sort()))
  } catch {
    // Only `--last-failed` needs it, which then finds nothing and says so.
  }
}

function stateFile({ cacheDirectory, workingDirectory }: Configuration): string {
  const key = createHash('sha256').update(workingDirectory).digest('hex').slice(0, 16)
  return join(cacheDirectory, 'last-failed', `${key}.json`)
}
