import type { TableAmount, TransferEvent } from './transfer-events.ts'

/** How far a transfer is. Times in milliseconds. */
export interface TransferState {
  rows: number
  bytes: number
  /** An estimate; never less than `rows`. */
  expectedRows: number
  /** From 0 to 1. */
  fraction: number
  /** Since the copying began. */
  elapsed: number
  /** Per second, over the last seconds. */
  rowRate: number
  byteRate: number
  /** Missing until something can be said. */
  left?: number
  /** Those that are begun and not complete, the one with the most rows first. */
  open: readonly TableState[]
  tablesDone: number
  tables: number
}

export interface TableState extends TableAmount {
  expectedRows: number
}

export interface TransferProgress {
  take(event: TransferEvent): void
  state(): TransferState
}

interface Line extends TableState {
  /** Estimated bytes, which weigh the tables against each other. */
  weight: number
  complete: boolean
}

const window = 8_000

/** Follows the events of a transfer. What an earlier run has done counts as done, but not towards the rate. */
export function transferProgress(now: () => number): TransferProgress {
  const lines = new Map<string, Line>()
  const samples: { at: number; rows: number; bytes: number }[] = []
  let began = now()
  let doneBefore = 0
  let [rows, bytes] = [0, 0]

  const lineOf = ({ system, table }: TableAmount): Line => {
    const key = `${system}\0${table}`
    const known = lines.get(key)
    if (known !== undefined) return known
    const line = { system, table, rows: 0, bytes: 0, expectedRows: 0, weight: 1, complete: false }
    lines.set(key, line)
    return line
  }
  const add = (amount: TableAmount): void => {
    const line = lineOf(amount)
    line.rows += amount.rows
    line.bytes += amount.bytes
    rows += amount.rows
    bytes += amount.bytes
  }
  const fraction = (): number => {
    let [done, whole] = [0, 0]
    for (const line of lines.values()) {
      whole += line.weight
      done += line.weight * shareOf(line)
    }
    return whole === 0 ? 1 : done / whole
  }

  return {
    take(event) {
      if (event.type === 'begun') {
        for (const table of event.tables)
          Object.assign(lineOf(table), { expectedRows: table.rows, weight: table.bytes + table.rows + 1 })
        event.resumed.forEach(add)
        began = now()
        doneBefore = fraction()
        samples.push({ at: began, rows, bytes })
      } else if (event.type === 'copied') {
        add(event)
      } else if (event.type === 'table') {
        lineOf(event).complete = true
      }
    },
    state() {
      const at = now()
      samples.push({ at, rows, bytes })
      while (samples.length > 2 && at - (samples[1]?.at ?? at) > window) samples.shift()
      const first = samples[0] ?? { at, rows, bytes }
      const seconds = Math.max(at - first.at, 1) / 1000
      const elapsed = at - began
      const share = fraction()
      const gained = share - doneBefore
      const all = [...lines.values()]
      return {
        rows,
        bytes,
        expectedRows: all.reduce((sum, line) => sum + Math.max(line.complete ? 0 : line.expectedRows, line.rows), 0),
        fraction: share,
        elapsed,
        rowRate: (rows - first.rows) / seconds,
        byteRate: (bytes - first.bytes) / seconds,
        ...(gained > 0.005 && { left: (elapsed * (1 - share)) / gained }),
        open: all.filter((line) => line.rows > 0 && !line.complete).sort((a, b) => b.expectedRows - a.expectedRows),
        tablesDone: all.filter((line) => line.complete).length,
        tables: all.length,
      }
    },
  }
}

/** Estimates may be too small: a table is done when it is said to be. */
function shareOf({ rows, expectedRows, complete }: Line): number {
  if (complete) return 1
  return expectedRows === 0 ? 0 : Math.min(rows / expectedRows, 0.99)
}
