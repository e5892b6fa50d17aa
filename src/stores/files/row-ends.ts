/** The end of the row that begins at `start`, or -1 when it is not there as a whole. */
export type RowEnd = (bytes: Uint8Array, start: number, end: number) => number

/** How rows follow each other, by the encoding of a chunk. */
export const rowEnds: Readonly<Record<string, RowEnd>> = {
  'copy-binary': endOfTuple,
  'copy-text': endOfLine,
  bson: endOfDocument,
}

/** A tuple of PostgreSQL's binary COPY: the number of fields, then each with its length; -1 is NULL. */
function endOfTuple(bytes: Uint8Array, start: number, end: number): number {
  if (start + 2 > end) return -1
  let fields = ((bytes[start] as number) << 8) | (bytes[start + 1] as number)
  let at = start + 2
  for (; fields > 0; fields -= 1) {
    if (at + 4 > end) return -1
    const length = bigEndian(bytes, at)
    at += 4 + Math.max(length, 0)
  }
  return at > end ? -1 : at
}

function endOfLine(bytes: Uint8Array, start: number, end: number): number {
  const at = bytes.indexOf(0x0a, start)
  return at === -1 || at >= end ? -1 : at + 1
}

function endOfDocument(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return -1
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]]
  const at = start + (a | (b << 8) | (c << 16) | (d << 24))
  return at > end || at < start + 5 ? -1 : at
}

function bigEndian(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}
