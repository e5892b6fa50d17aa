import { afterText, bsonType, readInt32, valueEnd } from '../bson/element.ts'
import { type DocumentView, placeField } from './document-view.ts'
import type { LocatedField } from './path-tree.ts'

/** Looks fields up within the value at `start`: a container, or, for a field that is the value itself, any. */
export function locateFields(
  view: DocumentView,
  fields: readonly LocatedField[],
  start: number,
  type: number = bsonType.document,
): void {
  for (let index = 0; index < fields.length; index += 1) {
    const { field, keys } = fields[index] as LocatedField
    locateField(view, field, keys, start, type)
  }
}

export function unplaceFields(view: DocumentView, fields: readonly LocatedField[]): void {
  for (let index = 0; index < fields.length; index += 1) {
    const { field } = fields[index] as LocatedField
    view.starts[field] = -1
    view.ends[field] = -1
  }
}

function locateField(
  view: DocumentView,
  field: number,
  keys: readonly Uint8Array[],
  start: number,
  type: number,
): void {
  const { bytes } = view
  let [at, found] = [start, type]
  for (let step = 0; step < keys.length; step += 1) {
    const end = found === bsonType.document ? at + readInt32(bytes, at) : at
    const typeAt = found === bsonType.document ? findElement(bytes, at + 4, end, keys[step] as Uint8Array) : -1
    if (typeAt < 0) {
      view.starts[field] = -1
      view.ends[field] = -1
      return
    }
    found = bytes[typeAt] as number
    at = typeAt + 2 + (keys[step] as Uint8Array).length
  }
  placeField(view, field, found, at, valueEnd(bytes, found, at, bytes.length))
}

/** Where the type byte of the first element with this key is; -1 where there is none. */
function findElement(bytes: Uint8Array, start: number, end: number, name: Uint8Array): number {
  let at = start
  while (at < end - 1) {
    const typeAt = at
    let same = 0
    while (same < name.length && bytes[at + 1 + same] === name[same]) same += 1
    if (same === name.length && bytes[at + 1 + same] === 0) return typeAt
    at = valueEnd(bytes, bytes[typeAt] as number, afterText(bytes, at + 1, end), end)
  }
  return -1
}
