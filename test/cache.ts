import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** One cache for all tests of a run, gone afterwards. */
export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'test-cache-'))
  chmodSync(directory, 0o755)
  project.provide('cacheDirectory', directory)
  return () => rmSync(directory, { recursive: true, force: true })
}
