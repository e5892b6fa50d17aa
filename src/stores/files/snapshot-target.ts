import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StandinError, usageError } from '../../core/error.ts'
import { fileError } from '../../core/file-error.ts'
import { changedParts } from '../../core/transfer/job-mark.ts'
import type { ChunkDone, Job, JobMark, StoreDefinition, TransferTarget } from '../../core/transfer/ports.ts'
import type { TableSchema } from '../../core/transfer/store-schema.ts'
import { writeChunkFile } from './chunk-file.ts'
import { writeDefinition } from './definition-files.ts'
import { chunkFileName, directoryNames } from './file-names.ts'
import { openPartial, type PartialDirectory, refuseOtherDirectory, type Writer } from './partial-directory.ts'
import { type LedgerEntry, openLedger, type SnapshotLedger } from './snapshot-ledger.ts'
import {
  manifestName,
  manifestText,
  type SnapshotSystem,
  type SnapshotTable,
  snapshotFormat,
} from './snapshot-manifest.ts'

const ledgerName = 'ledger.jsonl'

/** A snapshot directory that stores are written to: one target for each system, swapped in together. */
export interface SnapshotTarget extends AsyncDisposable {
  targetOf(system: string, server?: string): TransferTarget
}

export interface SnapshotOptions extends Writer {
  /** How it is made, for the manifest; nothing that differs between two runs. */
  made: Readonly<Record<string, string>>
}

/** What the targets of all systems share. */
interface Writing {
  partial: PartialDirectory
  ledger: SnapshotLedger
}

interface Part {
  system: string
  server: string | undefined
  definition?: StoreDefinition
  tables: readonly TableSchema[]
  directories: ReadonlyMap<string, string>
  swapped: boolean
}

/**
 * Nothing is written before the first `begin`; the snapshot is there as a whole once every system has been swapped in.
 * Throws `snapshot.not-one` for a directory that is something else; environment errors where nothing can be written.
 */
export async function openSnapshotTarget(directory: string, options: SnapshotOptions): Promise<SnapshotTarget> {
  await refuseOtherDirectory(directory)
  const parts: Part[] = []
  let writing: Promise<Writing> | undefined
  let kept = false
  let swapped = false
  const begun = async (): Promise<Writing> => {
    if (writing === undefined) throw new TypeError('a snapshot is written to before it was begun')
    return writing
  }

  const finish = async ({ partial, ledger }: Writing): Promise<void> => {
    await ledger.close()
    const systems: [string, SnapshotSystem][] = []
    for (const { system, server, definition, tables } of [...parts].sort((a, b) => (a.system < b.system ? -1 : 1))) {
      if (definition === undefined) continue
      const written = tablesOf(system, tables, ledger.entries)
      const files = await writeDefinition(partial.path, system, definition, tables, written)
      systems.push([
        system,
        { kind: definition.kind, ...(server !== undefined && { server }), definition: files, tables: written },
      ])
    }
    const text = manifestText({ format: snapshotFormat, made: options.made, systems: Object.fromEntries(systems) })
    await writeFile(join(partial.path, manifestName), text, { mode: 0o600, flush: true })
    await partial.swapIn([ledgerName])
    swapped = true
  }

  const dispose = async (): Promise<void> => {
    const open = await writing?.catch(() => undefined)
    writing = undefined
    if (open === undefined) return
    await open.ledger.close()
    if (swapped) await open.partial.removeReplaced()
    else if (kept) await open.partial.release()
    else await open.partial.remove()
  }

  const targetOf = (system: string, server?: string): TransferTarget => {
    const part: Part = { system, server, tables: [], directories: new Map(), swapped: false }
    parts.push(part)
    return {
      identity: `snapshot:${directory}`,
      async begin(job) {
        writing ??= openWriting(directory, options, job.resume)
        const { ledger } = await writing.catch((thrown: unknown) => {
          writing = undefined
          throw thrown
        })
        const done = ledger.entries.filter((entry) => entry.system === system)
        if (job.resume) await refuseOtherJob(directory, ledger.marks.get(system), job, done)
        else await ledger.begin(system, job.mark)
        const { definition, tables } = job
        Object.assign(part, { definition, tables, directories: directoryNames(tables.map(({ name }) => name)) })
        return { done }
      },
      async write(chunk, batches, signal) {
        const { partial, ledger } = await begun()
        const { id, table, encoding } = chunk
        const name = part.directories.get(table) ?? table
        const path = chunkFileName(`${system}/${name}`, id, table, encoding)
        try {
          const written = await writeChunkFile(join(partial.path, path), batches, signal)
          await ledger.add({ system, table, path, id, encoding, ...written })
          return { id, rows: written.rows, bytes: written.bytes }
        } catch (thrown) {
          throw asFileError(thrown, directory)
        }
      },
      async complete() {
        await begun()
      },
      async verify(rows) {
        const { ledger, partial } = await begun()
        const written = tablesOf(system, part.tables, ledger.entries)
        for (const table of written)
          if (table.rows !== (rows.get(table.name) ?? 0)) throw unverified(system, table.name)
        await refuseOtherSizes(partial.path, written)
      },
      async swapIn() {
        part.swapped = true
        if (parts.every((one) => one.swapped)) await finish(await begun())
      },
      async swapBack() {
        part.swapped = false
        if (!swapped) return
        swapped = false
        await (await begun()).partial.swapBack()
      },
      keep() {
        kept = true
      },
      [Symbol.asyncDispose]: dispose,
    }
  }
  return { targetOf, [Symbol.asyncDispose]: dispose }
}

async function openWriting(directory: string, writer: Writer, resume: boolean): Promise<Writing> {
  const partial = await openPartial(directory, writer, resume ? 'resume' : 'anew')
  if (partial === undefined) throw nothingToResume(directory)
  try {
    return { partial, ledger: await openLedger(join(partial.path, ledgerName)) }
  } catch (thrown) {
    await partial.release()
    throw asFileError(thrown, directory)
  }
}

async function refuseOtherJob(
  directory: string,
  before: JobMark | undefined,
  { mark, changed }: Job,
  done: readonly ChunkDone[],
): Promise<void> {
  if (before === undefined) throw nothingToResume(directory)
  const differences = changed === undefined ? changedParts(before, mark) : await changed(before, done)
  if (differences.length === 0) return
  throw usageError({
    code: 'clone.changed',
    message: `the job cannot be resumed, since this has changed: ${differences.join(', ')}`,
    remedy: 'begin anew, without --resume',
  })
}

function nothingToResume(directory: string): StandinError {
  return usageError({
    code: 'clone.nothing-to-resume',
    message: `there is nothing to resume at ${directory}`,
    remedy: 'begin anew, without --resume',
  })
}

/** In the order of their names, as are the chunks, whenever they were written. */
function tablesOf(system: string, tables: readonly TableSchema[], entries: readonly LedgerEntry[]): SnapshotTable[] {
  const own = entries.filter((entry) => entry.system === system).sort((a, b) => (a.path < b.path ? -1 : 1))
  const names = tables.filter(({ holdsNoRows }) => holdsNoRows === undefined).map(({ name }) => name)
  return names.sort().map((name) => {
    const chunks = own
      .filter(({ table }) => table === name)
      .map(({ system: _system, table: _table, id, path, encoding, rows, bytes, size, sha256 }) => ({
        id,
        path,
        encoding,
        rows,
        bytes,
        size,
        sha256,
      }))
    return { name, rows: chunks.reduce((sum, { rows }) => sum + rows, 0), chunks }
  })
}

async function refuseOtherSizes(root: string, tables: readonly SnapshotTable[]): Promise<void> {
  for (const { chunks } of tables)
    for (const { path, size } of chunks) {
      const found = await stat(join(root, path)).catch(() => undefined)
      if (found?.size !== size) throw unverified('the snapshot', path)
    }
}

function unverified(system: string, name: string): StandinError {
  return new StandinError('environment', {
    code: 'clone.unverified',
    message: `${system}: what was written of ${name} is not what was sent`,
    remedy: 'check the disk, and run the command again',
  })
}

/** The source's failures are passed on as they are. */
function asFileError(thrown: unknown, directory: string): unknown {
  const isOfFiles = thrown instanceof Error && 'syscall' in thrown && 'errno' in thrown && 'code' in thrown
  const names: readonly unknown[] = ['write', 'open', 'rename', 'fsync', 'fdatasync', 'mkdir']
  return isOfFiles && names.includes(thrown.syscall) ? fileError(thrown, directory, '--snapshot') : thrown
}
