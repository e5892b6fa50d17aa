import type { ColumnSchema } from '../../../../core/transfer/store-schema.ts'
import { formatPath, type PathSegment } from '../../../../core/treatment/path.ts'
import { afterText, bsonType, emptyDocumentSize, readInt32, valueEnd } from '../bson/element.ts'
import { looksLikeContent, manyKeys } from '../dynamic-keys.ts'
import { columnTypeOf, uuidType } from './column-type-of.ts'

/** What was seen at one place. */
interface SeenNode {
  readonly keys: Map<string, SeenNode>
  elements: SeenNode | undefined
  /** How often each BSON type was seen; a container counts only when it was empty. */
  readonly types: Map<number, number>
}

const decoder = new TextDecoder()

/** Learns the paths of documents, and what is at their ends. */
export interface PathLearner {
  look(bytes: Uint8Array, start: number): void
  columns(): ColumnSchema[]
}

export function pathLearner(): PathLearner {
  const root = emptyNode()
  return {
    look: (bytes, start) => lookInto(root, bytes, start, false),
    columns() {
      const columns: ColumnSchema[] = []
      collect(root, [], columns)
      return columns
    },
  }
}

function emptyNode(): SeenNode {
  return { keys: new Map(), elements: undefined, types: new Map() }
}

function lookInto(node: SeenNode, bytes: Uint8Array, start: number, isArray: boolean): void {
  const end = start + readInt32(bytes, start)
  let at = start + 4
  while (at < end - 1) {
    const type = bytes[at] as number
    const valueAt = afterText(bytes, at + 1, end)
    const below = isArray ? elementsOf(node) : keyOf(node, decoder.decode(bytes.subarray(at + 1, valueAt - 1)))
    at = valueEnd(bytes, type, valueAt, end)
    const isContainer = type === bsonType.document || type === bsonType.array
    if (isContainer && at - valueAt > emptyDocumentSize) lookInto(below, bytes, valueAt, type === bsonType.array)
    else count(below, type === bsonType.binary && bytes[valueAt + 4] === 4 ? uuidType : type)
  }
}

function keyOf(node: SeenNode, key: string): SeenNode {
  const known = node.keys.get(key)
  if (known !== undefined) return known
  const added = emptyNode()
  node.keys.set(key, added)
  return added
}

function count({ types }: SeenNode, type: number): void {
  types.set(type, (types.get(type) ?? 0) + 1)
}

function elementsOf(node: SeenNode): SeenNode {
  node.elements ??= emptyNode()
  return node.elements
}

function collect(node: SeenNode, path: readonly PathSegment[], columns: ColumnSchema[]): void {
  const leaf = columnTypeOf(node.types, node.keys.size > 0 || node.elements !== undefined)
  if (leaf !== undefined && path.length > 0)
    columns.push({ name: formatPath(path), ...leaf, nullable: path.length > 1 || formatPath(path) !== '_id' })
  for (const [name, below] of foldedKeys(node))
    collect(below, [...path, name === undefined ? { kind: 'any' } : { kind: 'key', name }], columns)
  if (node.elements !== undefined) collect(node.elements, [...path, { kind: 'elements' }], columns)
}

/** Keys that are data become one, without a name. Field names that stand among them stay. */
function foldedKeys({ keys }: SeenNode): [string | undefined, SeenNode][] {
  const content = [...keys.keys()].filter(looksLikeContent)
  const folds = keys.size >= manyKeys ? [...keys.keys()].filter((key) => key !== '_id') : content
  if (folds.length === 0) return [...keys]
  const gone = new Set(folds)
  const any = emptyNode()
  for (const key of folds) merge(any, keys.get(key) as SeenNode)
  return [...[...keys].filter(([key]) => !gone.has(key)), [undefined, any]]
}

function merge(into: SeenNode, from: SeenNode): void {
  for (const [type, count] of from.types) into.types.set(type, (into.types.get(type) ?? 0) + count)
  for (const [key, below] of from.keys) merge(keyOf(into, key), below)
  if (from.elements !== undefined) merge(elementsOf(into), from.elements)
}
