import { byteSink } from '../../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../../core/rows/row-view.ts'
import type { DocumentPath, TableTransform } from '../../../../core/rows/table-transform.ts'
import { rewriteDocument } from '../rewrite/rewrite.ts'
import { documentRewriter } from '../rewrite/rewriter.ts'
import type { TakeDocument } from './read-range.ts'

/**
 * Looks fields up in documents. `visit` is called for each document, and again for each element (key) that a path leads
 * through, if any of the element's fields is there; what is not there is NULL.
 */
export function scanDocuments(
  collection: string,
  columns: readonly string[],
  visit: (row: RowView) => void,
): TakeDocument {
  const wanted: DocumentPath[] = columns.map((pattern) => ({
    pattern,
    covers: 'all',
    type: { kind: 'other', name: 'any' },
    located: true,
  }))
  const everything: DocumentPath = { pattern: '*', covers: 'all', type: { kind: 'other', name: 'any' } }
  let isBegun = false
  const transform: TableTransform = {
    columns: [...wanted, everything].map(() => undefined),
    paths: [...wanted, everything],
    beginRow(row) {
      // Is called behind each element as well, where nothing is there that was not before.
      if (isBegun && !below.some((field) => (row.starts[field] as number) >= 0)) return
      isBegun = true
      visit(row)
    },
  }
  const rewriter = documentRewriter(collection, transform)
  const outside = new Set(rewriter.root.located.map(({ field }) => field))
  const below = columns.map((_, field) => field).filter((field) => !outside.has(field))
  const sink = byteSink()
  return (bytes, start) => {
    sink.length = 0
    isBegun = false
    rewriteDocument(rewriter, bytes, start, sink)
  }
}
