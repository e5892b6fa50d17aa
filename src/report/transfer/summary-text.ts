import { byteAmount, timeSpan, wholeNumber } from './amounts.ts'

/** What a summary tells; the use cases give more. */
export interface SummaryFacts {
  target: string
  /** Milliseconds. */
  duration: number
  rows: number
  bytes: number
  systems: readonly {
    system: string
    tables: readonly {
      table: string
      rows: number
      bytes: number
      replaced: Readonly<Record<string, string>>
      unhandled: readonly { column: string; reason: string; count: number }[]
    }[]
    uncarried: readonly { kind: string; name: string }[]
  }[]
}

/** What was transferred, table by table, for a person to read. */
export function summaryText({ target, duration, rows, bytes, systems }: SummaryFacts): string {
  const lines: string[] = []
  for (const { system, tables, uncarried } of systems) {
    lines.push(`${system}`)
    lines.push(...tableRows(tables))
    for (const { table, unhandled } of tables)
      for (const { column, reason, count } of unhandled)
        lines.push(
          `  warning: ${wholeNumber(count)} ${count === 1 ? 'value' : 'values'} of ${table}.${column} replaced wholly or emptied, as ${reason}`,
        )
    for (const { kind, name } of uncarried) lines.push(`  not carried over: ${kind} ${name}`)
  }
  const rate = duration > 0 ? `, ${wholeNumber((rows * 1000) / duration)} rows/s` : ''
  lines.push(`${wholeNumber(rows)} rows, ${byteAmount(bytes)} in ${timeSpan(duration)}${rate}`)
  lines.push(`written to ${target}`)
  return `${lines.join('\n')}\n`
}

function tableRows(tables: SummaryFacts['systems'][number]['tables']): string[] {
  const cells = tables.map(({ table, rows, replaced }) => [table, wholeNumber(rows), Object.keys(replaced).join(', ')])
  const [names, counts] = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0), 0))
  return cells.map(([table = '', rows = '', columns = '']) => {
    const masked = columns === '' ? '' : `  replaced: ${columns}`
    return `  ${table.padEnd(names ?? 0)}  ${rows.padStart(counts ?? 0)} rows${masked}`
  })
}
