import { appendBytes, type ByteSink, byteSink } from '../../../../core/rows/byte-sink.ts'
import type { TableTransform } from '../../../../core/rows/table-transform.ts'
import { type DocumentView, documentView } from './document-view.ts'
import { type WalkedKeys, walkedKeys } from './element-key.ts'
import { type PathNode, pathTree } from './path-tree.ts'

/** Everything that is needed while documents are rewritten; one for each reader. */
export interface Rewriter {
  readonly collection: string
  readonly transform: TableTransform
  readonly root: PathNode
  readonly view: DocumentView
  /** The keys that lead to the element that is looked at. */
  readonly keys: WalkedKeys
  sink: ByteSink
  /** Up to where the source has been copied. */
  copied: number
}

/** Throws a `TypeError` for a transform without paths. */
export function documentRewriter(collection: string, transform: TableTransform): Rewriter {
  const { paths, columns } = transform
  if (paths === undefined) throw new TypeError(`the transform of ${collection} has no paths`)
  const root = pathTree(paths, columns)
  return {
    collection,
    transform,
    root,
    view: documentView(paths.length),
    keys: walkedKeys(),
    sink: byteSink(0),
    copied: 0,
  }
}

/** Copies what is still to be copied before `position`. */
export function copyUpTo(rewriter: Rewriter, position: number): void {
  if (position > rewriter.copied) appendBytes(rewriter.sink, rewriter.view.bytes, rewriter.copied, position)
  rewriter.copied = position
}
