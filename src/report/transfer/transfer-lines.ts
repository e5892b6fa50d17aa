import type { TransferEvent } from '../../core/transfer/transfer-events.ts'
import type { TableState, TransferState } from '../../core/transfer/transfer-progress.ts'
import { byteAmount, timeSpan, wholeNumber } from './amounts.ts'

/** `42 %  1,200 of 2,900 rows  3.2 MB  1,100 rows/s  2.9 MB/s  about 2 s left` */
export function overallLine(state: TransferState): string {
  const parts = [
    `${String(Math.floor(state.fraction * 100)).padStart(3)} %`,
    `${wholeNumber(state.rows)} of ${wholeNumber(state.expectedRows)} rows`,
    byteAmount(state.bytes),
    `${wholeNumber(state.rowRate)} rows/s`,
    `${byteAmount(state.byteRate)}/s`,
    ...(state.left === undefined ? [] : [`about ${timeSpan(state.left)} left`]),
  ]
  return parts.join('  ')
}

/** `  erp.business_partner  1,200 of 2,900 rows  3.2 MB` */
export function tableLine({ system, table, rows, expectedRows, bytes }: TableState): string {
  const known = expectedRows > rows ? ` of ${wholeNumber(expectedRows)}` : ''
  return `  ${system}.${table}  ${wholeNumber(rows)}${known} rows  ${byteAmount(bytes)}`
}

/** What is told of an event in a line of its own; nothing for the many small ones. */
export function eventLine(event: TransferEvent): string | undefined {
  switch (event.type) {
    case 'uncarried':
      return [`${event.system}: not carried over:`, ...event.items.map(({ kind, name }) => `  ${kind} ${name}`)].join(
        '\n',
      )
    case 'begun':
      return begunLine(event)
    case 'table':
      return `${event.system}.${event.table}  ${wholeNumber(event.rows)} rows  ${byteAmount(event.bytes)}`
    case 'completing':
      return `${event.system}: ${event.what}`
    case 'kept':
      return 'what is done is kept; the same command with --resume goes on from there'
    default:
      return undefined
  }
}

function begunLine({ tables, resumed, readers }: Extract<TransferEvent, { type: 'begun' }>): string {
  const systems = new Set(tables.map(({ system }) => system))
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const before = resumed.reduce((sum, table) => sum + table.rows, 0)
  const text = `${systems.size} systems, ${tables.length} tables, about ${wholeNumber(rows)} rows, ${readers} readers`
  return resumed.length === 0 ? text : `${text}; ${wholeNumber(before)} rows are there from the earlier run`
}
