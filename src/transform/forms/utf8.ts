import type { ByteSink } from '../../core/rows/byte-sink.ts'

let bytesInView = new Uint8Array(0)
let view = Buffer.from(bytesInView.buffer)

/** The bytes as text. Allocates the text and, mostly, nothing else: one value after the other lies in the same bytes. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (bytes !== bytesInView) {
    bytesInView = bytes as Uint8Array<ArrayBuffer>
    view = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length)
  }
  return view.toString('utf8', start, end)
}

/** Where the next character (code point) begins; at most `end`. */
export function nextCharacter(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1
  while (next < end && ((bytes[next] as number) & 0xc0) === 0x80) next++
  return next
}

/** How many characters (code points) lie in `bytes[start, end)`. */
export function countCharacters(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) count++
  return count
}

/** Drops what was written since `from` beyond so many characters. */
export function cutCharacters(out: ByteSink, from: number, most: number): void {
  if (out.length - from <= most) return
  let left = most
  for (let at = from; at < out.length; at++) {
    if (((out.bytes[at] as number) & 0xc0) === 0x80) continue
    if (left === 0) {
      out.length = at
      return
    }
    left--
  }
}

/** Whether what was written since `from` is `bytes[start, end)`. */
export function sameBytes(out: ByteSink, from: number, bytes: Uint8Array, start: number, end: number): boolean {
  if (out.length - from !== end - start) return false
  for (let at = from, other = start; at < out.length; at++, other++) if (out.bytes[at] !== bytes[other]) return false
  return true
}
