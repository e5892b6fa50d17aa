/*
 * clone-child.ts JSON: clones the tables of a database in a process of its own, as `standin clone` does. Prints the
 * seconds of the data phase, from the first row that is asked for to the commit of the last chunk, and the peak memory of
 * the process, as JSON.
 */

import { beginTransfer } from '../src/clone/begin-transfer.ts'
import { copyChunks } from '../src/clone/copy-chunks.ts'
import { openPostgresSource } from '../src/stores/postgres/source.ts'
import { openPostgresTarget } from '../src/stores/postgres/target/postgres-target.ts'
import { treatmentsOf } from './clone-treatments.ts'

export interface CloneJob {
  source: string
  target: string
  readers: number
  /** Without one, nothing is masked. */
  policy?: string
}

const { source: from, target: to, readers, policy } = JSON.parse(process.argv[2] ?? '{}') as CloneJob
const { signal } = new AbortController()
const searchPath = process.env.PATH ?? ''

await using source = await openPostgresSource(from, { applicationName: 'bench', searchPath, signal })
await using target = await openPostgresTarget(to)
const transformOf = policy === undefined ? () => undefined : await treatmentsOf(policy, source, signal)
const store = { system: 'bench', source, target, transformOf }
const begun = await beginTransfer([store], { parts: {}, resume: false })
const started = performance.now()
let rows = 0
const count = (_store: unknown, _chunk: unknown, done: { rows: number }): void => {
  rows += done.rows
}
await copyChunks(begun, count, { readers, sink: () => undefined, signal })
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ seconds, rows, peakBytes: process.resourceUsage().maxRSS * 1024 }))
