import type { SqlSession, SqlTransaction } from '../../../../core/sql-store.ts'
import type { Table } from './tables.ts'

/** Two databases with the same definitions, each in a transaction: the first has to become as the second is. */
export interface Pair {
  live: SqlTransaction
  seed: SqlTransaction
}

/** Part of a table, by its blocks. */
export interface Part {
  table: Table
  blocks: readonly number[] | 'all'
}

/** As many lines as a block can have. */
const linesInBlock = 291

const rowsAtOnce = 2_000

const [seeded, differing] = ['"standin~seeded"', '"standin~differing"']

/** Where a transaction keeps rows as text: those of the seed, and what is different, with its place where it is surplus. */
export const places = `create temporary table ${seeded} (content text not null) on commit drop;
  create temporary table ${differing} (place tid, content text not null) on commit drop`

/** Compares a part of a table with the seed, and gives whether it differs. */
export async function compareRows({ live, seed }: Pair, part: Part): Promise<boolean> {
  await live.query(`truncate ${seeded}, ${differing}`)
  await seed.query(`declare seeded no scroll cursor for select content from ${rowsOf(part)}`)
  for (;;) {
    const { rows } = await seed.query<{ content: string }>(`fetch ${rowsAtOnce} from seeded`)
    if (rows.length === 0) break
    const lines = rows.map(({ content }) => [content])
    await live.append('standin~seeded', ['content'], lines)
  }
  await seed.query('close seeded')
  const { rowCount } = await live.query(
    `insert into ${differing} select place, content
       from (select place, content, ${nth} from ${rowsOf(part)}) present
       full join (select content, ${nth} from ${seeded}) wanted using (content, nth)
       where present.nth is null or wanted.nth is null`,
  )
  return rowCount > 0
}

/** Deletes what was found to be surplus, and inserts what is missing. What is as it has to be is not touched. */
export async function exchangeRows(live: SqlSession, { name, columns }: Table): Promise<void> {
  await live.query(`delete from only ${name} target using ${differing} surplus where target.ctid = surplus.place`)
  const fields = columns.map((column) => `(content).${column}`)
  const list = columns.length === 0 ? '' : `(${columns.join(', ')})`
  await live.query(
    `insert into ${name} ${list} overriding system value select ${fields.join(', ')}
       from (select content::${name} as content from ${differing} where place is null offset 0) missing`,
  )
}

/** The same row may be there several times. */
const nth = 'row_number() over (partition by content collate "C") as nth'

function rowsOf({ table, blocks }: Part): string {
  return `(select ctid as place, "standin~row"::text as content from only ${table.name} "standin~row"
    ${within(table, blocks)}) contents`
}

/** Every row of a block is on one of its lines. */
function within({ blocks: all }: Table, blocks: Part['blocks']): string {
  if (blocks === 'all' || blocks.length > all / 4) return ''
  return `where ctid = any (array(select format('(%s,%s)', block, line)::tid
    from unnest('{${blocks.join(',')}}'::int8[]) block, generate_series(1, ${linesInBlock}) line))`
}
