import { open, readFile } from 'node:fs/promises'
import type { JobMark } from '../../core/transfer/ports.ts'
import type { SnapshotChunk } from './snapshot-manifest.ts'

/** A chunk whose file is on the disk. */
export interface LedgerEntry extends SnapshotChunk {
  system: string
  table: string
}

/**
 * The record of a snapshot that is being written: a line for the job of each system, and one for each chunk, added only
 * when the chunk's file is there.
 */
export interface SnapshotLedger {
  readonly marks: ReadonlyMap<string, JobMark>
  readonly entries: readonly LedgerEntry[]
  begin(system: string, mark: JobMark): Promise<void>
  add(entry: LedgerEntry): Promise<void>
  close(): Promise<void>
}

type Line = { system: string; mark: JobMark } | LedgerEntry

/** Begins a ledger, or goes on with the one that is there; a last line that was cut off is dropped. */
export async function openLedger(path: string): Promise<SnapshotLedger> {
  const file = await open(path, 'a+', 0o600)
  const text = await readFile(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  await file.truncate(Buffer.byteLength(whole))
  const marks = new Map<string, JobMark>()
  const entries: LedgerEntry[] = []
  for (const line of whole.split('\n').slice(0, -1)) take(JSON.parse(line) as Line)

  function take(line: Line): void {
    if ('mark' in line) marks.set(line.system, line.mark)
    else entries.push(line)
  }
  let last = Promise.resolve()
  const append = (line: Line): Promise<void> => {
    const added = last.then(async () => {
      await file.appendFile(`${JSON.stringify(line)}\n`)
      await file.datasync()
      take(line)
    })
    last = added.catch(() => undefined)
    return added
  }
  return {
    marks,
    entries,
    begin: (system, mark) => append({ system, mark }),
    add: append,
    async close() {
      await last
      await file.close()
    },
  }
}
