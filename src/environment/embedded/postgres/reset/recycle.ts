import { chownSync, rmSync, utimesSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChangedBlocks, changedBlocks, placeOf } from './changed-blocks.ts'
import { type DatabaseCopy, logPosition, madeSince } from './database-copy.ts'
import { type DifferingFiles, differingFiles } from './differing-files.ts'
import { filesOf, type Moment, type TemplateDatabase, templateFor } from './moment.ts'
import type { ResetServer } from './reset-server.ts'
import { blockSize, restoreBlocks, restoreWhole } from './restore-file.ts'
import { dressLikeTemplates } from './shared-rows.ts'
import { departed } from './swap.ts'

interface Used {
  copy: DatabaseCopy
  template: TemplateDatabase
  directory: string
  differing: DifferingFiles
}

/** Bytes. Smaller files are compared as a whole sooner than their changes are looked up. */
const small = 64 * blockSize
const blocksInSegment = 2 ** 17

/**
 * Makes copies that were used equal to their templates again, by putting back what was changed in their files. Nobody
 * may be connected to them. Takes as long as there were changes, however large they are.
 *
 * A checkpoint brings all changes into the files, and lets a server that crashes later begin behind them; then nothing of
 * these databases may stay in the server's buffers, so that it reads the files anew.
 */
export async function recycle(
  server: ResetServer,
  moment: Moment,
  copies: readonly DatabaseCopy[],
): Promise<DatabaseCopy[]> {
  const oids = copies.map(({ oid }) => oid)
  await departed(server, oids)
  const end = await logPosition(server)
  await server.maintenance.query('checkpoint')
  await forgetBuffers(server, oids)
  const used = copies.map((copy): Used => {
    const template = templateFor(moment, copy.database)
    const directory = filesOf(server, copy.oid)
    return { copy, template, directory, differing: differingFiles(directory, template) }
  })
  const blocks = await blocksOfLargeFiles(server, used, end)
  for (const database of used) await restore(server, database, blocks)
  await dressLikeTemplates(
    server,
    used.map(({ copy, template }) => ({ copy: copy.oid, template: template.oid })),
  )
  return copies.map((copy) => ({ ...copy, since: end }))
}

async function forgetBuffers({ maintenance }: ResetServer, oids: readonly number[]): Promise<void> {
  // Somebody who looks for a free buffer may hold one for a moment.
  for (;;) {
    const { rows } = await maintenance.query<{ kept: number }>(evict, [oids])
    if (rows[0]?.kept === 0) return
  }
}

const evict = `select count(*) filter (where not (pg_buffercache_evict(bufferid)).buffer_evicted)::int as kept
  from pg_buffercache where reldatabase = any($1)`

/** Nothing is read when only small files were written to. */
async function blocksOfLargeFiles(
  server: ResetServer,
  used: readonly Used[],
  end: string,
): Promise<ChangedBlocks | undefined> {
  const large = used.filter(({ differing, template }) =>
    differing.written.some(({ name }) => mainFile(name, template) !== undefined),
  )
  if (large.length === 0) return undefined
  const copies = large.map(({ copy }) => copy)
  const oids = copies.map(({ oid }) => oid)
  return await changedBlocks(server, await madeSince(server, copies), end, oids)
}

/** The number of a large file whose changes stand in the log, and which part of it this is. */
function mainFile(name: string, { files }: TemplateDatabase): { file: number; segment: number } | undefined {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(name)
  const isLogged = !files.has(`${parts?.[1]}_init`)
  if (parts === null || !isLogged || (files.get(name)?.size ?? 0) <= small) return undefined
  return { file: Number(parts[1]), segment: Number(parts[2] ?? 0) }
}

async function restore(server: ResetServer, used: Used, blocks: ChangedBlocks | undefined): Promise<void> {
  const { copy, template, directory, differing } = used
  for (const name of differing.surplus) rmSync(join(directory, name), { recursive: true })
  for (const name of differing.missing) {
    await copyFile(join(template.directory, name), join(directory, name))
    if (server.account !== undefined) chownSync(join(directory, name), server.account.uid, server.account.gid)
  }
  for (const { name, size } of differing.written) {
    const main = mainFile(name, template)
    const wanted = template.files.get(name)?.size ?? 0
    const isKnown = main !== undefined && blocks !== undefined
    const changed = isKnown ? (blocks.get(placeOf(copy.oid, main.file)) ?? []) : 'all'
    const paths = [join(directory, name), join(template.directory, name)] as const
    if (changed === 'all' || size < wanted) await restoreWhole(...paths)
    else await restoreBlocks(...paths, withinSegment(changed, main?.segment ?? 0))
  }
  for (const name of [...differing.missing, ...differing.written.map((file) => file.name)]) {
    const seconds = (template.files.get(name)?.changed ?? 0) / 1000
    utimesSync(join(directory, name), seconds, seconds)
  }
}

function withinSegment(blocks: readonly number[], segment: number): number[] {
  const first = segment * blocksInSegment
  return blocks.filter((block) => block >= first && block < first + blocksInSegment).map((block) => block - first)
}
