import { StandinError } from '../../../../core/error.ts'
import { compareRows, exchangeRows, type Pair, type Part, places } from './rows.ts'
import { type Table, tablesOf } from './tables.ts'
import { withoutTriggers } from './triggers.ts'
import { blocksOf, type WrittenBlocks } from './written-blocks.ts'

/** Gives all tables of a database their seeded rows back, where they were written to, and views their contents. */
export async function undoTables(pair: Pair, oid: number, written: WrittenBlocks): Promise<void> {
  const { live, seed } = pair
  const [tables, wanted] = await Promise.all([tablesOf(live), tablesOf(seed)])
  const files = new Map(wanted.map(({ oid, file }) => [oid, file]))
  const isCopied = ({ oid, file, isLogged }: Table): boolean => isLogged && files.get(oid) === file
  const parts = tables
    .map((table): Part => ({ table, blocks: isCopied(table) ? blocksOf(written, oid, table.file) : 'all' }))
    .filter(({ blocks }) => blocks.length > 0)
  await live.query(places)
  const views: Part[] = []
  for (const part of parts) {
    if (part.table.kind === 'view') views.push(part)
    else await undoTable(pair, part)
  }
  // One that is made of others is younger than they are.
  for (const part of views) await undoView(pair, part)
}

async function undoTable(pair: Pair, part: Part): Promise<void> {
  const { live } = pair
  if (await compareRows(pair, part)) await withoutTriggers(live, part.table, () => exchangeRows(live, part.table))
}

/** Nobody but the view itself can write to it. What it gives for the seeded rows is what it held, if that was up to date. */
async function undoView(pair: Pair, part: Part): Promise<void> {
  const { table } = part
  if (!(await compareRows(pair, part))) return
  await pair.live.query(`refresh materialized view ${table.name}`)
  if (await compareRows(pair, { table, blocks: 'all' })) throw outdated(table)
}

function outdated({ name }: Table): StandinError {
  return new StandinError('environment', {
    code: 'reset.outdated-view',
    message: `the materialized view ${name} was refreshed since, and had been out of date at the beginning, which cannot be had again`,
    remedy: 'use `standin env reset` without --keep-connections',
  })
}
