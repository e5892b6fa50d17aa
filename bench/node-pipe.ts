/*
 * node-pipe.ts SOURCE TARGET TABLE FORMAT: COPY TO joined with COPY FROM in one Node process, without looking at the rows.
 * What `psql | psql` does, where there is no psql.
 */

import { openCopyConnection } from '../src/stores/postgres/copy/connection.ts'
import { copyIn } from '../src/stores/postgres/copy/copy-in.ts'
import { readerOn, readRows } from '../src/stores/postgres/copy/read-chunk.ts'
import { copyRun } from '../src/stores/postgres/copy/rewriter.ts'

const [source = '', target = '', table = '', format = ''] = process.argv.slice(2)
const [from, to] = await Promise.all([source, target].map((url) => openCopyConnection(url, 'bench')))
if (from === undefined || to === undefined) throw new Error('there are two connections')
const reader = readerOn(from)
const rows = readRows(reader, `copy public.${table} to stdout (format ${format})`, format === 'binary', copyRun)
const { rows: columns } = await to.client.query<{ name: string }>(
  `select attname as name from pg_attribute where attrelid = 'public.${table}'::regclass and attnum > 0 order by attnum`,
)
await copyIn(
  to,
  { into: `public.${table}`, columns: columns.map(({ name }) => name), encoding: `copy-${format}`, table },
  rows,
  async () => undefined,
  new AbortController().signal,
)
await Promise.all([from.client.end(), to.client.end()])
