import { byteSink } from '../../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../../core/rows/row-view.ts'
import type { DocumentPath, TableTransform } from '../../../../core/rows/table-transform.ts'
import { rewriteDocument } from '../rewrite/rewrite.ts'
import { documentRewriter } from '../rewrite/rewriter.ts'
import type { TakeDocument } from './read-range.ts'

/**
 * Looks fields up in documents. `visit` is called for each document, and again for each element (key) that a path leads
 * through, with the fields of that element; what is not there is NULL.
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
  const transform: TableTransform = {
    columns: [...wanted, everything].map(() => undefined),
    paths: [...wanted, everything],
    beginRow: visit,
  }
  const rewriter = documentRewriter(collection, transform)
  const sink = byteSink()
  return (bytes, start) => {
    sink.length = 0
    rewriteDocument(rewriter, bytes, start, sink)
  }
}
