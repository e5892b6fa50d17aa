import { environmentError } from '../../../core/error.ts'
import { appendBytes, appendText } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import { appendInteger, appendUuid } from './append-text.ts'
import { readInt16, readInt32, readInt64 } from './codecs/words.ts'
import { type ReadColumn, textOf, unreadable } from './column-codec.ts'
import type { RowReader } from './rewriter.ts'

/**
 * Rows of COPY's binary format: the number of fields in 16 bits, then each field's length in 32 bits, -1 for NULL, and its
 * bytes.
 */
export function binaryRows(table: string, columns: readonly ReadColumn[]): RowReader {
  const count = columns.length
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const fast = columns.map(({ type }) => type.fast)
  const row: { bytes: Uint8Array } & RowView = {
    bytes: new Uint8Array(0),
    starts,
    ends,
    appendText(field, sink) {
      const start = starts[field] as number
      if (start < 0) return false
      switch (fast[field]) {
        case 'text':
          appendBytes(sink, row.bytes, start, ends[field] as number)
          return true
        case 'int2':
          appendInteger(sink, readInt16(row.bytes, start))
          return true
        case 'int4':
          appendInteger(sink, readInt32(row.bytes, start))
          return true
        case 'oid':
          appendInteger(sink, readInt32(row.bytes, start) >>> 0)
          return true
        case 'uuid':
          appendUuid(sink, row.bytes, start)
          return true
        case 'int8': {
          const value = readInt64(row.bytes, start)
          if (Number.isSafeInteger(value)) appendInteger(sink, value)
          else appendText(sink, String(row.value(field)))
          return true
        }
        default:
          appendText(sink, textOf(row.value(field)))
          return true
      }
    },
    value(field) {
      const start = starts[field] as number
      if (start < 0) return null
      const { name, type } = columns[field] as ReadColumn
      if (type.binary === undefined) throw unreadable(table, name)
      return type.binary.decode(row.bytes, start, ends[field] as number)
    },
  }
  return {
    row,
    locate({ bytes, view }, start, end) {
      row.bytes = bytes
      let at = start + 2
      for (let field = 0; field < count; field += 1) {
        if (at > end - 4) throw garbled(table)
        const length = view.getInt32(at)
        at += 4
        if (length < 0) {
          starts[field] = -1
          ends[field] = -1
        } else {
          starts[field] = at
          at += length
          ends[field] = at
        }
      }
      if (at !== end || readInt16(bytes, start) !== count) throw garbled(table)
    },
  }
}

/** The source sent something else than rows of this table. */
export function garbled(table: string): Error {
  return environmentError({ code: 'source.garbled', message: `the source sends rows of ${table} that cannot be read` })
}
