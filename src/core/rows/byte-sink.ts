/** A buffer that is written from the front and grows when room is asked for. One serves for a whole transfer. */
export interface ByteSink {
  /** May be replaced by a larger one whenever room is asked for: read it anew afterwards. */
  bytes: Uint8Array
  /** How much of it is written. */
  length: number
}

export function byteSink(capacity = 64 * 1024): ByteSink {
  return { bytes: new Uint8Array(capacity), length: 0 }
}

/** Makes sure that `size` more bytes fit behind what is written. */
export function ensureRoom(sink: ByteSink, size: number): void {
  const needed = sink.length + size
  if (needed <= sink.bytes.length) return
  const larger = new Uint8Array(Math.max(needed, sink.bytes.length * 2))
  larger.set(sink.bytes)
  sink.bytes = larger
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
