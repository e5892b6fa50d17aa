import { appendBytes, ensureRoom } from '../../../../core/rows/byte-sink.ts'
import { type ColumnTransform, wroteNull } from '../../../../core/rows/table-transform.ts'
import { decodeValue, hasNoValue, textOf } from '../bson/decode-value.ts'
import { bsonType, readInt32, readInt64, writeInt32, writeInt64 } from '../bson/element.ts'
import { encodeValue } from '../bson/encode-value.ts'
import { isText, placeField } from './document-view.ts'
import { copyUpTo, type Rewriter } from './rewriter.ts'

/** Writes the replacement of one value, in the fastest form that there is for it. */
export function replaceValue(
  rewriter: Rewriter,
  column: ColumnTransform,
  field: number,
  type: number,
  typeAt: number,
  start: number,
  end: number,
): void {
  const { view, transform } = rewriter
  if (hasNoValue(type) && column.fillsNull !== true) return
  placeField(view, field, type, start, end)
  copyUpTo(rewriter, start)
  rewriter.copied = end
  const kind = transform.paths?.[field]?.type.kind
  const isTextKind = kind === 'text' || kind === 'uuid' || kind === 'other'
  if (isText(type) && isTextKind && column.text !== undefined) {
    replaceText(rewriter, column, field, start - typeAt)
    return
  }
  if (column.number !== undefined) {
    if (kind === 'integer' && (type === bsonType.int32 || type === bsonType.int64)) {
      const value = type === bsonType.int32 ? readInt32(view.bytes, start) : readInt64(view.bytes, start)
      if (Number.isSafeInteger(value)) {
        writeInteger(rewriter, column.number(view, field, value), type, start - typeAt)
        return
      }
    } else if (kind === 'timestamp' && type === bsonType.date) {
      const value = readInt64(view.bytes, start) * 1000
      if (Number.isSafeInteger(value)) {
        writeDate(rewriter, column.number(view, field, value), start - typeAt)
        return
      }
    }
  }
  const asText = kind === 'text' && !hasNoValue(type) && isScalar(type)
  const value = asText ? textOf(view.bytes, type, start, end) : decodeValue(view.bytes, type, start, end)
  const encoded = encodeValue(column.value(view, field, value), type)
  setType(rewriter, encoded.type, start - typeAt)
  appendBytes(rewriter.sink, encoded.bytes, 0, encoded.bytes.length)
}

function isScalar(type: number): boolean {
  return (
    type === bsonType.objectId ||
    type === bsonType.int32 ||
    type === bsonType.int64 ||
    type === bsonType.double ||
    type === bsonType.decimal
  )
}

function replaceText(rewriter: Rewriter, column: ColumnTransform, field: number, header: number): void {
  const { sink, view } = rewriter
  const lengthAt = sink.length
  ensureRoom(sink, 4)
  sink.length += 4
  if (column.text?.(view, field, sink) === wroteNull) {
    sink.length = lengthAt
    setType(rewriter, bsonType.null, header)
    return
  }
  ensureRoom(sink, 1)
  sink.bytes[sink.length++] = 0
  writeInt32(sink.bytes, lengthAt, sink.length - lengthAt - 4)
}

function writeInteger(rewriter: Rewriter, value: number, type: number, header: number): void {
  const { sink } = rewriter
  if (Number.isNaN(value)) {
    setType(rewriter, bsonType.null, header)
  } else if (type === bsonType.int32 && (value | 0) === value) {
    ensureRoom(sink, 4)
    writeInt32(sink.bytes, sink.length, value)
    sink.length += 4
  } else {
    setType(rewriter, bsonType.int64, header)
    appendInt64(rewriter, value)
  }
}

function writeDate(rewriter: Rewriter, microseconds: number, header: number): void {
  if (Number.isNaN(microseconds)) setType(rewriter, bsonType.null, header)
  else appendInt64(rewriter, Math.floor(microseconds / 1000))
}

function appendInt64({ sink }: Rewriter, value: number): void {
  ensureRoom(sink, 8)
  writeInt64(sink.bytes, sink.length, Math.trunc(value))
  sink.length += 8
}

/** The type byte stands `header` bytes before the value, and has just been copied. */
function setType({ sink }: Rewriter, type: number, header: number): void {
  sink.bytes[sink.length - header] = type
}
