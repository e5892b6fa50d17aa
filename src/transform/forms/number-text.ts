import { type ByteSink, ensureRoom } from '../../core/rows/byte-sink.ts'

/** Appends a whole number within ±2^53 as decimal digits. Allocates nothing. */
export function appendInteger(sink: ByteSink, value: number): void {
  ensureRoom(sink, 20)
  if (value < 0) sink.bytes[sink.length++] = 0x2d
  let rest = Math.abs(value)
  let digits = 1
  for (let power = 10; power <= rest; power *= 10) digits++
  for (let at = sink.length + digits - 1; at >= sink.length; at--) {
    const next = Math.floor(rest / 10)
    sink.bytes[at] = 0x30 + (rest - next * 10)
    rest = next
  }
  sink.length += digits
}
