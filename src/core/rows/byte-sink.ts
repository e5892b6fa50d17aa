/** A buffer that is written from the front and grows when room is asked for. One serves for a whole transfer. */
export interface ByteSink {
  /** May be replaced by a larger one whenever room is asked for: read it anew afterwards. */
  bytes: Uint8Array
  /** The same memory, for words. */
  view: DataView
  /** How much of it is written. */
  length: number
}

export function byteSink(capacity = 64 * 1024): ByteSink {
  const bytes = new Uint8Array(capacity)
  return { bytes, view: new DataView(bytes.buffer), length: 0 }
}

/** Makes sure that `size` more bytes fit behind what is written. */
export function ensureRoom(sink: ByteSink, size: number): void {
  const needed = sink.length + size
  if (needed <= sink.bytes.length) return
  const larger = new Uint8Array(Math.max(needed, sink.bytes.length * 2))
  larger.set(sink.bytes)
  sink.bytes = larger
  sink.view = new DataView(larger.buffer)
}

/** How much `appendInSteps` reads and writes at once. */
export const stepBytes = 16

/**
 * Appends `source[start, end)` in steps of sixteen bytes, so that what is short takes one step, whatever its length. Reads
 * and writes up to fifteen bytes more: they have to be there in the source, and there has to be room for them.
 */
export function appendInSteps(sink: ByteSink, source: DataView, start: number, end: number): void {
  const { view } = sink
  let to = sink.length
  sink.length = to + end - start
  for (let from = start; from < end; from += stepBytes, to += stepBytes) {
    view.setInt32(to, source.getInt32(from, true), true)
    view.setInt32(to + 4, source.getInt32(from + 4, true), true)
    view.setInt32(to + 8, source.getInt32(from + 8, true), true)
    view.setInt32(to + 12, source.getInt32(from + 12, true), true)
  }
}

/** Appends `source[start, end)`. */
export function appendBytes(sink: ByteSink, source: Uint8Array, start: number, end: number): void {
  ensureRoom(sink, end - start)
  const { bytes } = sink
  if (end - start > 64) bytes.set(source.subarray(start, end), sink.length)
  else for (let from = start, to = sink.length; from < end; from += 1, to += 1) bytes[to] = source[from] as number
  sink.length += end - start
}

const encoder = new TextEncoder()

/** Appends text as UTF-8. Allocates: not for the hot path. */
export function appendText(sink: ByteSink, text: string): void {
  ensureRoom(sink, text.length * 3)
  sink.length += encoder.encodeInto(text, sink.bytes.subarray(sink.length)).written
}
