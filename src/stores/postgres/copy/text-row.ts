import { appendBytes, appendText } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import { garbled } from './binary-row.ts'
import { utf8 } from './codecs/plain.ts'
import { type ReadColumn, textOf } from './column-codec.ts'
import type { RowReader } from './rewriter.ts'

export interface TextRowReader extends RowReader {
  /** Where each field stands in the line, still escaped. */
  readonly rawStarts: Int32Array
  readonly rawEnds: Int32Array
}

const tab = 9
const newline = 10
const backslash = 92
const capitalN = 78

/** What stands behind a backslash, and what it means. */
const escapes = new Uint8Array(256).map((_, code) => code)
for (const [letter, meaning] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }))
  escapes[letter.charCodeAt(0)] = meaning

/**
 * Rows of COPY's text format: a line for each, tabs between fields, `\N` for NULL, some characters behind a backslash.
 * `row` shows the fields without escapes.
 */
export function textRows(table: string, columns: readonly ReadColumn[]): TextRowReader {
  const count = columns.length
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const rawStarts = new Int32Array(count)
  const rawEnds = new Int32Array(count)
  const isPlain = columns.map(({ type: { fast } }) => fast !== undefined && fast !== 'date' && fast !== 'timestamp')
  const row: { bytes: Uint8Array } & RowView = {
    bytes: new Uint8Array(1024),
    starts,
    ends,
    appendText(field, sink) {
      const start = starts[field] as number
      if (start < 0) return false
      if (isPlain[field]) appendBytes(sink, row.bytes, start, ends[field] as number)
      else appendText(sink, textOf(row.value(field)))
      return true
    },
    value(field) {
      const start = starts[field] as number
      if (start < 0) return null
      return (columns[field] as ReadColumn).type.text.parse(utf8(row.bytes, start, ends[field] as number))
    },
  }

  return {
    row,
    rawStarts,
    rawEnds,
    locate({ bytes }, start, end) {
      if (bytes[end - 1] !== newline) throw garbled(table)
      if (end - start > row.bytes.length) row.bytes = new Uint8Array((end - start) * 2)
      const plain = row.bytes
      let at = start
      let to = 0
      for (let field = 0; field < count; field += 1) {
        rawStarts[field] = at
        starts[field] = to
        for (let byte = bytes[at] as number; byte !== tab && byte !== newline; byte = bytes[at] as number) {
          if (byte === backslash) {
            at += 1
            plain[to++] = escapes[bytes[at] as number] as number
          } else plain[to++] = byte
          at += 1
        }
        rawEnds[field] = at
        ends[field] = to
        const raw = rawStarts[field] as number
        if (at - raw === 2 && bytes[raw] === backslash && bytes[raw + 1] === capitalN) {
          starts[field] = -1
          ends[field] = -1
        }
        at += 1
      }
      if (at !== end && count > 0) throw garbled(table)
    },
  }
}
