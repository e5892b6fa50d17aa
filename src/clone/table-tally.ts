import type { Chunk, ChunkDone } from '../core/transfer/ports.ts'
import type { TableAmount, TransferSink } from '../core/transfer/transfer-events.ts'
import type { BegunStore } from './begin-transfer.ts'
import type { StoreTransfer } from './store-transfer.ts'

/** What has arrived of each table, and how many chunks it still lacks. */
export interface TableTally {
  add(store: StoreTransfer, chunk: Chunk, done: ChunkDone): void
  /** Counted rows by table, of those tables that hold rows of their own. */
  rowsOf(system: string): ReadonlyMap<string, number>
  amounts(): readonly TableAmount[]
}

interface Line extends TableAmount {
  open: number
}

/** Begins with what earlier runs have done. Tells of each table once it is complete. */
export function tableTally(begun: readonly BegunStore[], sink: TransferSink): TableTally {
  const systems = new Map(begun.map((one) => [one.store.system, linesOf(one)]))
  const lines = [...systems.values()].flatMap((tables) => [...tables.values()])
  const tell = ({ open, ...amount }: Line): void => {
    if (open === 0) sink({ type: 'table', ...amount })
  }
  lines.forEach(tell)
  return {
    add({ system }, chunk, done) {
      const line = systems.get(system)?.get(chunk.table)
      if (line === undefined) return
      count(line, done)
      tell(line)
    },
    rowsOf: (system) => new Map([...(systems.get(system) ?? [])].map(([table, { rows }]) => [table, rows])),
    amounts: () => lines.map(({ open: _open, ...amount }) => amount),
  }
}

function linesOf({ store, chunks, done }: BegunStore): Map<string, Line> {
  const { system, source } = store
  const lines = new Map<string, Line>()
  for (const { name, holdsNoRows } of source.schema.tables)
    if (holdsNoRows === undefined) lines.set(name, { system, table: name, rows: 0, bytes: 0, open: 0 })
  const finished = new Map(done.map((one) => [one.id, one]))
  for (const chunk of chunks) {
    const line = lines.get(chunk.table)
    if (line === undefined) continue
    line.open += 1
    const earlier = finished.get(chunk.id)
    if (earlier !== undefined) count(line, earlier)
  }
  return lines
}

function count(line: Line, { rows, bytes }: ChunkDone): void {
  line.open -= 1
  line.rows += rows
  line.bytes += bytes
}
