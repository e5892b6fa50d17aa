import type { TransferEvent, TransferSink } from '../../core/transfer/transfer-events.ts'
import { transferProgress } from '../../core/transfer/transfer-progress.ts'
import { eventLine, overallLine, tableLine } from './transfer-lines.ts'

export interface TransferConsoleOptions {
  write(text: string): void
  /** A terminal, on which a block of lines can be rewritten. */
  live: boolean
  /** Of the terminal, in characters. */
  width: number
  /** Milliseconds. */
  now(): number
}

export interface TransferConsole {
  sink: TransferSink
  /** Removes the live block, so that something else can be printed. */
  close(): void
}

const redrawEvery = 120
const lineEvery = 5_000
const mostTables = 5

/** Tells of a transfer: as a block that is rewritten in place on a terminal, else in lines, one in five seconds at most besides those of finished tables. */
export function transferConsole({ write, live, width, now }: TransferConsoleOptions): TransferConsole {
  const progress = transferProgress(now)
  let drawn = 0
  let last = now()

  const erase = (): void => {
    if (drawn > 0) write(`\u001b[${drawn}F\u001b[J`)
    drawn = 0
  }
  const draw = (): void => {
    const state = progress.state()
    const lines = [overallLine(state), ...state.open.slice(0, mostTables).map(tableLine)]
    erase()
    write(lines.map((line) => `${line.slice(0, Math.max(width - 1, 20))}\n`).join(''))
    drawn = lines.length
  }
  const tell = (event: TransferEvent): void => {
    const line = eventLine(event)
    if (line === undefined) return
    erase()
    write(`${line}\n`)
  }
  const copying = (): void => {
    const wait = live ? redrawEvery : lineEvery
    if (now() - last < wait) return
    last = now()
    if (live) draw()
    else write(`${overallLine(progress.state())}\n`)
  }
  return {
    sink(event) {
      progress.take(event)
      if (event.type === 'copied') copying()
      // On a terminal, the finished tables are counted in the block.
      else if (!live || event.type !== 'table') tell(event)
    },
    close: erase,
  }
}
