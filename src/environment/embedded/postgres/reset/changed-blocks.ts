import type { ResetServer } from './reset-server.ts'

/** What was written to files of databases, by `placeOf`: block numbers, or `all` where the log does not say which. */
export type ChangedBlocks = ReadonlyMap<string, readonly number[] | 'all'>

export function placeOf(database: number, file: number): string {
  return `${database}/${file}`
}

/** Bytes. Reading more of the log than this takes longer than comparing the files. */
const longest = 48 * 1024 * 1024

/**
 * Reads from the server's log which blocks were changed between two of its places. `undefined` when it is too long, or
 * partly gone. Every change of a block is in it, hints included (`wal_log_hints`, checksums), as long as the first place
 * lies before the last checkpoint at which the blocks were as they have to be again; but neither free-space and
 * visibility maps nor tables that are not logged.
 */
export async function changedBlocks(
  { maintenance }: ResetServer,
  from: string,
  to: string,
  databases: readonly number[],
): Promise<ChangedBlocks | undefined> {
  const length = await maintenance.query<{ bytes: string }>('select $2::pg_lsn - $1::pg_lsn as bytes', [from, to])
  if (Number(length.rows[0]?.bytes) > longest) return undefined
  const found = new Map<string, readonly number[] | 'all'>()
  try {
    const changed = await maintenance.query<{ place: string; blocks: number[] }>(blocksInLog, [from, to, databases])
    for (const { place, blocks } of changed.rows) found.set(place, blocks.map(Number))
    const cut = await maintenance.query<{ description: string }>(truncationsInLog, [from, to])
    for (const { description } of cut.rows) {
      const place = /base\/(\d+\/\d+)/.exec(description)?.[1]
      if (place !== undefined) found.set(place, 'all')
    }
  } catch {
    // The server has thrown away what nobody was to need any more.
    return undefined
  }
  return found
}

const blocksInLog = `select reldatabase || '/' || relfilenode as place, array_agg(distinct relblocknumber) as blocks
  from pg_get_wal_block_info($1, $2, false) where relforknumber = 0 and reldatabase = any($3) group by 1`

const truncationsInLog = `select description from pg_get_wal_records_info($1, $2)
  where resource_manager = 'Storage' and record_type like 'TRUNCATE%'`
