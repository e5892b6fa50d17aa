import { quoteName } from '../table-name.ts'
import type { TableLayout } from './catalog.ts'
import type { PageRange } from './table-chunks.ts'

/** `COPY … TO STDOUT` for some columns of a part of a table, without the rows of its children. */
export function copyQuery(layout: TableLayout, columns: readonly string[], range: PageRange, encoding: string): string {
  const from = `${quoteName(layout.schema)}.${quoteName(layout.table)}`
  const list = columns.map(quoteName).join(', ')
  const form = encoding === 'copy-binary' ? 'binary' : 'text'
  const isWhole = range.from === 0 && range.to === null
  const source =
    isWhole && columns.length > 0
      ? `${from} (${list})`
      : `(select ${list} from only ${from}${isWhole ? '' : ` where ${pageCondition(range)}`})`
  return `copy ${source} to stdout (format ${form}, encoding 'UTF8')`
}

function pageCondition({ from, to }: PageRange): string {
  const lower = `ctid >= '(${from},0)'`
  return to === null ? lower : `${lower} and ctid < '(${to},0)'`
}
