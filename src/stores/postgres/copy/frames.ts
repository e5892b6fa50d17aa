/* Messages of COPY in PostgreSQL's frontend/backend protocol, version 3. */

/** A message may hold 1 GB; whatever its size, the server reads it into its memory as a whole. */
export const largestFrame = 16 * 1024 * 1024

/** The head of a CopyData message for so many bytes, or the whole message. */
export function frame(content: number | Buffer): Buffer {
  const length = typeof content === 'number' ? content : content.length
  const head = Buffer.allocUnsafe(5)
  head[0] = 100 // 'd'
  head.writeInt32BE(length + 4, 1)
  return typeof content === 'number' ? head : Buffer.concat([head, content])
}

/** Signature, no flags, no extension. */
export const binaryHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const binaryTrailer = Buffer.from([0xff, 0xff])

export const copyDone = Buffer.from([99, 0, 0, 0, 4]) // 'c'
export const copyFail = Buffer.from([102, 0, 0, 0, 5, 0]) // 'f', without a reason
