import type { ColumnTransform, DocumentPath } from '../../../../core/rows/table-transform.ts'
import { type PathSegment, parsePath } from '../../../../core/treatment/path.ts'

/** What is known of one place in a document. */
export interface PathNode {
  /** By the hash of their names. */
  readonly keys: Map<number, KeyNode>
  any: PathNode | undefined
  elements: PathNode | undefined
  /** The number of the field whose rule is about this place; -1 where there is none. */
  field: number
  /** The field's rule holds for containers, too, and what is below them. */
  coversAll: boolean
  /** Nothing here and below is ever changed or refused. */
  inert: boolean
  /** Fields that are to be looked up when a container is entered here. */
  readonly located: LocatedField[]
}

export interface KeyNode {
  readonly name: Uint8Array
  readonly node: PathNode
  /** Another key with the same hash. */
  next: KeyNode | undefined
}

export interface LocatedField {
  field: number
  /** The way to it, without `[]` and `*`. */
  keys: readonly Uint8Array[]
}

const encoder = new TextEncoder()

/** The tree of all paths. Throws a `TypeError` for what is no path: the policy was checked before. */
export function pathTree(paths: readonly DocumentPath[], columns: readonly (ColumnTransform | undefined)[]): PathNode {
  const root = emptyNode()
  for (const [field, { pattern, covers, located }] of paths.entries()) {
    const path = parsePath(pattern)
    if (path === undefined) throw new TypeError(`no path: ${pattern}`)
    let node = root
    let scope = root
    let keys: Uint8Array[] = []
    for (const segment of path) {
      node = childOf(node, segment)
      if (segment.kind === 'key') {
        keys.push(encoder.encode(segment.name))
      } else {
        scope = node
        keys = []
      }
    }
    if (node.field < 0) {
      node.field = field
      node.coversAll = covers === 'all'
    }
    if (located === true) scope.located.push({ field, keys })
  }
  spreadAny(root)
  markInert(root, columns, false)
  return root
}

/** The hash by which keys are found; the same as the rewriter makes while it looks for a key's end. */
function hashKey(name: Uint8Array): number {
  let hash = 0
  for (const byte of name) hash = (Math.imul(hash, 31) + byte) | 0
  return hash
}

function emptyNode(): PathNode {
  return {
    keys: new Map(),
    any: undefined,
    elements: undefined,
    field: -1,
    coversAll: false,
    inert: false,
    located: [],
  }
}

function childOf(node: PathNode, segment: PathSegment): PathNode {
  if (segment.kind === 'elements') {
    node.elements ??= emptyNode()
    return node.elements
  }
  if (segment.kind === 'any') {
    node.any ??= emptyNode()
    return node.any
  }
  return keyOf(node, encoder.encode(segment.name))
}

function keyOf(node: PathNode, name: Uint8Array): PathNode {
  const hash = hashKey(name)
  const first = node.keys.get(hash)
  for (let entry = first; entry !== undefined; entry = entry.next)
    if (Buffer.compare(entry.name, name) === 0) return entry.node
  const added = emptyNode()
  node.keys.set(hash, { name, node: added, next: first })
  return added
}

function* keysOf(node: PathNode): Generator<KeyNode> {
  for (const first of node.keys.values())
    for (let entry: KeyNode | undefined = first; entry !== undefined; entry = entry.next) yield entry
}

/** What is said of any key holds for the named ones, too, as far as nothing is said of them. */
function spreadAny(node: PathNode): void {
  const { any } = node
  if (any !== undefined) for (const { node: named } of keysOf(node)) addFallback(named, any)
  for (const { node: named } of keysOf(node)) spreadAny(named)
  if (any !== undefined) spreadAny(any)
  if (node.elements !== undefined) spreadAny(node.elements)
}

function addFallback(node: PathNode, fallback: PathNode): void {
  if (node.field < 0) {
    node.field = fallback.field
    node.coversAll = fallback.coversAll
  }
  node.located.push(...fallback.located)
  for (const { name, node: below } of keysOf(fallback)) addFallback(keyOf(node, name), below)
  if (fallback.any !== undefined) {
    node.any ??= emptyNode()
    addFallback(node.any, fallback.any)
  }
  if (fallback.elements !== undefined) {
    node.elements ??= emptyNode()
    addFallback(node.elements, fallback.elements)
  }
}

/** Whether `node` is inert; `kept` says that a rule above keeps what nothing is said of. */
function markInert(node: PathNode, columns: readonly (ColumnTransform | undefined)[], kept: boolean): boolean {
  const own = node.field >= 0 ? columns[node.field] === undefined : kept
  const covered = node.field >= 0 && node.coversAll ? own : kept
  let below = node.located.length === 0
  for (const { node: named } of keysOf(node)) below = markInert(named, columns, covered) && below
  if (node.any !== undefined) below = markInert(node.any, columns, covered) && below
  if (node.elements !== undefined) below = markInert(node.elements, columns, covered) && below
  node.inert = own && covered && below
  return node.inert
}
