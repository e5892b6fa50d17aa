import type { ByteSink } from '../../../../core/rows/byte-sink.ts'
import { bsonType, emptyDocumentSize, readInt32, valueEnd, writeInt32 } from '../bson/element.ts'
import { readKeyAt, type WalkedKeys } from './element-key.ts'
import { locateFields, unplaceFields } from './locate.ts'
import type { PathNode } from './path-tree.ts'
import { replaceValue } from './replace-value.ts'
import { copyUpTo, type Rewriter } from './rewriter.ts'
import { unmappedPath } from './unmapped-path.ts'

/**
 * Appends the document that begins at `start` to the sink, rewritten: what is kept is copied in blocks. Throws
 * `clone.unmapped-path` where no path covers what is there.
 */
export function rewriteDocument(rewriter: Rewriter, bytes: Uint8Array, start: number, sink: ByteSink): void {
  const { view, root, transform } = rewriter
  rewriter.sink = sink
  rewriter.copied = start
  view.bytes = bytes
  view.starts.fill(-1)
  locateFields(view, root.located, start)
  transform.beginRow(view)
  const end = walkContainer(rewriter, root, start, -1, 0)
  copyUpTo(rewriter, end)
}

/** Gives where the container ends. `inherited` is the field of the rule above that covers what nothing else does; or -1. */
function walkContainer(rewriter: Rewriter, node: PathNode, start: number, inherited: number, depth: number): number {
  const { view, keys } = rewriter
  const { bytes } = view
  const size = readInt32(bytes, start)
  const end = start + size
  const writtenAt = rewriter.sink.length + start - rewriter.copied
  let at = start + 4
  while (at < end - 1) {
    const typeAt = at
    const type = bytes[at] as number
    const valueAt = readKeyAt(keys, bytes, at + 1, end, depth)
    at = valueEnd(bytes, type, valueAt, end)
    const below = keys.inArray[depth] === 1 ? node.elements : (findKey(node, keys, bytes, depth) ?? node.any)
    if (below === undefined) coverBy(rewriter, inherited, type, typeAt, valueAt, at, depth)
    else if (!below.inert) walkElement(rewriter, below, type, typeAt, valueAt, at, inherited, depth)
  }
  const written = rewriter.sink.length + end - rewriter.copied - writtenAt
  if (written !== size) writeInt32(rewriter.sink.bytes, writtenAt, written)
  return end
}

function walkElement(
  rewriter: Rewriter,
  node: PathNode,
  type: number,
  typeAt: number,
  valueAt: number,
  end: number,
  inherited: number,
  depth: number,
): void {
  const { view, transform, keys } = rewriter
  const { field, coversAll, located } = node
  if (located.length > 0) {
    locateFields(view, located, valueAt, type)
    transform.beginRow(view)
  }
  const covering = field >= 0 && coversAll ? field : inherited
  const isArray = type === bsonType.array
  if (type !== bsonType.document && !isArray) {
    coverBy(rewriter, field >= 0 ? field : inherited, type, typeAt, valueAt, end, depth, true)
  } else if (isArray ? node.elements === undefined : node.keys.size === 0 && node.any === undefined) {
    coverBy(rewriter, covering, type, typeAt, valueAt, end, depth, true)
  } else {
    keys.inArray[depth + 1] = isArray ? 1 : 0
    walkContainer(rewriter, node, valueAt, covering, depth + 1)
  }
  if (located.length > 0) {
    unplaceFields(view, located)
    transform.beginRow(view)
  }
}

/** What is at a known place and says nothing needs no rule; all else does. */
function coverBy(
  rewriter: Rewriter,
  field: number,
  type: number,
  typeAt: number,
  valueAt: number,
  end: number,
  depth: number,
  known = false,
): void {
  if (field >= 0) {
    const column = rewriter.transform.columns[field]
    if (column !== undefined) replaceValue(rewriter, column, field, type, typeAt, valueAt, end)
    return
  }
  const isContainer = type === bsonType.document || type === bsonType.array
  const saysNothing = isContainer ? end - valueAt === emptyDocumentSize : end === valueAt && type < 0x7f
  if (known && saysNothing) return
  throw unmappedPath(rewriter.collection, rewriter.view.bytes, rewriter.keys, depth, type)
}

function findKey(node: PathNode, keys: WalkedKeys, bytes: Uint8Array, depth: number): PathNode | undefined {
  let entry = node.keys.get(keys.hash)
  while (entry !== undefined) {
    const { name } = entry
    const start = keys.starts[depth] as number
    if (name.length === (keys.ends[depth] as number) - start) {
      let same = 0
      while (same < name.length && name[same] === bytes[start + same]) same += 1
      if (same === name.length) return entry.node
    }
    entry = entry.next
  }
  return undefined
}
