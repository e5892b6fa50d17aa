import { appendBytes } from '../../../src/core/rows/byte-sink.ts'
import type { RowView } from '../../../src/core/rows/row-view.ts'

/** A row whose fields are text; `null` for NULL. */
export function writtenRow(...fields: readonly (string | null)[]): RowView {
  const parts = fields.map((field) => new TextEncoder().encode(field ?? ''))
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  const starts = new Int32Array(fields.length)
  const ends = new Int32Array(fields.length)
  let at = 0
  for (const [index, part] of parts.entries()) {
    bytes.set(part, at)
    starts[index] = fields[index] === null ? -1 : at
    at += part.length
    ends[index] = fields[index] === null ? -1 : at
  }
  return {
    bytes,
    starts,
    ends,
    appendText(field, sink) {
      if ((starts[field] ?? -1) < 0) return false
      appendBytes(sink, bytes, starts[field] ?? 0, ends[field] ?? 0)
      return true
    },
    value: (field) => fields[field] ?? null,
  }
}
