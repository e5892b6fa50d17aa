import { appendBytes, appendText, type ByteSink, ensureRoom } from '../../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../../core/rows/row-view.ts'
import { decodeValue, hasNoValue, textOf } from '../bson/decode-value.ts'
import { bsonType, readInt32, readInt64 } from '../bson/element.ts'

/** The one document that a reader works on. Content is a string's text without length and zero, else the whole value. */
export interface DocumentView extends RowView {
  bytes: Uint8Array
  /** The BSON type of each field. */
  readonly types: Uint8Array
}

export function documentView(fields: number): DocumentView {
  const view: DocumentView = {
    bytes: new Uint8Array(0),
    starts: new Int32Array(fields).fill(-1),
    ends: new Int32Array(fields).fill(-1),
    types: new Uint8Array(fields),
    appendText: (field, sink) => appendField(view, field, sink),
    value(field) {
      const [start, end, type] = [view.starts[field] ?? -1, view.ends[field] ?? -1, view.types[field] ?? 0]
      return start < 0 ? null : decodeValue(view.bytes, type, contentStart(type, start), contentEnd(type, end))
    },
  }
  return view
}

/** Says where a field's value is; `end` is behind the whole value. */
export function placeField(view: DocumentView, field: number, type: number, start: number, end: number): void {
  const text = isText(type)
  view.types[field] = type
  view.starts[field] = hasNoValue(type) ? -1 : start + (text ? 4 : 0)
  view.ends[field] = hasNoValue(type) ? -1 : end - (text ? 1 : 0)
}

export function isText(type: number): boolean {
  return type === bsonType.string || type === bsonType.symbol
}

function contentStart(type: number, start: number): number {
  return isText(type) ? start - 4 : start
}

function contentEnd(type: number, end: number): number {
  return isText(type) ? end + 1 : end
}

function appendField(view: DocumentView, field: number, sink: ByteSink): boolean {
  const { bytes } = view
  const start = view.starts[field] as number
  if (start < 0) return false
  const type = view.types[field] as number
  if (isText(type)) {
    appendBytes(sink, bytes, start, view.ends[field] as number)
    return true
  }
  if (type === bsonType.int32) return appendInteger(sink, readInt32(bytes, start))
  if (type === bsonType.int64) {
    const value = readInt64(bytes, start)
    if (Number.isSafeInteger(value)) return appendInteger(sink, value)
  }
  if (type === bsonType.objectId) return appendHex(sink, bytes, start, start + 12)
  appendText(sink, textOf(bytes, type, start, view.ends[field] as number))
  return true
}

const zero = 48

function appendInteger(sink: ByteSink, value: number): true {
  ensureRoom(sink, 17)
  const { bytes } = sink
  let rest = Math.abs(value)
  let digits = 1
  for (let bound = 10; rest >= bound; bound *= 10) digits += 1
  if (value < 0) bytes[sink.length++] = 45
  const end = sink.length + digits
  for (let at = end - 1; at >= sink.length; at -= 1) {
    const tenth = Math.floor(rest / 10)
    bytes[at] = zero + rest - tenth * 10
    rest = tenth
  }
  sink.length = end
  return true
}

function appendHex(sink: ByteSink, source: Uint8Array, start: number, end: number): true {
  ensureRoom(sink, (end - start) * 2)
  const { bytes } = sink
  for (let at = start; at < end; at += 1) {
    bytes[sink.length++] = hexDigit((source[at] as number) >> 4)
    bytes[sink.length++] = hexDigit((source[at] as number) & 15)
  }
  return true
}

function hexDigit(value: number): number {
  return value < 10 ? zero + value : 87 + value
}
