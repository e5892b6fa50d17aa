import { changedBlocks, placeOf } from '../reset/changed-blocks.ts'
import { type DatabaseCopy, madeSince } from '../reset/database-copy.ts'
import type { ResetServer } from '../reset/reset-server.ts'

/** What was written to the files of databases since they were made, as far as the log has been read. */
export interface WrittenBlocks {
  /** The place in the log up to which it has been read. */
  through: string
  /** By database and file. Missing when the log was too long, or partly gone: then any block may have been written to. */
  blocks?: ReadonlyMap<string, readonly number[] | 'all'>
}

/** What is known of a database that was made from something else than it has to become. */
export const anyBlock: WrittenBlocks = { through: '0/0' }

/** Reads on in the log, to its present end. What is under way is in it, too. */
export async function writtenBlocks(
  server: ResetServer,
  copies: readonly DatabaseCopy[],
  before: WrittenBlocks | undefined,
): Promise<WrittenBlocks> {
  const from = before?.through ?? (await madeSince(server, copies))
  const through = await flushedLog(server)
  if (before !== undefined && before.blocks === undefined) return { through }
  const oids = copies.map(({ oid }) => oid)
  const found = await changedBlocks(server, from, through, oids)
  if (found === undefined) return { through }
  const blocks = new Map(before?.blocks)
  for (const [place, more] of found) blocks.set(place, both(blocks.get(place), more))
  return { through, blocks }
}

/** The blocks of a file that were written to. */
export function blocksOf({ blocks }: WrittenBlocks, database: number, file: number): readonly number[] | 'all' {
  return blocks === undefined ? 'all' : (blocks.get(placeOf(database, file)) ?? [])
}

function both(known: readonly number[] | 'all' | undefined, more: readonly number[] | 'all') {
  return known === 'all' || more === 'all' ? 'all' : [...new Set([...(known ?? []), ...more])]
}

/** The log is read from its file, which what nobody waited for has not reached yet. */
async function flushedLog({ maintenance }: ResetServer): Promise<string> {
  const { rows } = await maintenance.query<{ lsn: string }>(
    `select pg_logical_emit_message(false, 'standin', '', true)::text as lsn`,
  )
  return rows[0]?.lsn ?? '0/0'
}
