import type { TableTransform } from '../../../core/rows/table-transform.ts'
import type { Chunk } from '../../../core/transfer/ports.ts'
import type { TableSchema } from '../../../core/transfer/store-schema.ts'
import type { TableLayout } from './catalog.ts'

/** Of the table's own pages and what its rows store elsewhere. Large enough that what a chunk costs does not count. */
const chunkBytes = 32 * 1024 * 1024

/** Which pages of a table a chunk is: from one up to, not including, another; `null` for all the rest. */
export interface PageRange {
  from: number
  to: number | null
}

/** Takes a table apart. The same table gives the same chunks, whoever reads them. */
export function tableChunks(table: TableSchema, layout: TableLayout, transform: TableTransform | undefined): Chunk[] {
  const { pages, bytes, hasPageRanges } = layout
  const count = hasPageRanges ? Math.min(Math.max(Math.round(bytes / chunkBytes), 1), Math.max(pages, 1)) : 1
  const step = Math.ceil(Math.max(pages, 1) / count)
  const encoding = encodingOf(table, layout, transform)
  const chunks: Chunk[] = []
  for (let from = 0; from === 0 || from < pages; from += step) {
    const isLast = from + step >= pages
    const range: PageRange = { from, to: isLast ? null : from + step }
    const share = pages === 0 ? 1 : (Math.min(from + step, pages) - from) / pages
    chunks.push({
      id: `${table.name}/${String(chunks.length).padStart(5, '0')}`,
      table: table.name,
      rows: Math.round(table.rows * share),
      range,
      encoding,
    })
  }
  return chunks
}

/** Binary, unless the table holds a type that has no binary form, or one is replaced that can only be replaced as text. */
export function encodingOf(
  table: Pick<TableSchema, 'columns'>,
  { columns }: TableLayout,
  transform: TableTransform | undefined,
): 'copy-binary' | 'copy-text' {
  const isBinary = table.columns.every(({ name }, field) => {
    const type = columns.get(name)
    return type?.hasBinary === true && (transform?.columns[field] === undefined || type.binary !== undefined)
  })
  return isBinary ? 'copy-binary' : 'copy-text'
}
