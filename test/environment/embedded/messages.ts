/** `{ ping: 1, $db: 'a' }` as one message of the wire protocol. */
export function ping(id = 1): Buffer {
  const body = Buffer.from('\x00\0\0\0\x10ping\0\x01\0\0\0\x02$db\0\x02\0\0\0a\0\0', 'latin1')
  body.writeInt32LE(body.length, 0)
  return Buffer.concat([header(21 + body.length, id), Buffer.alloc(5), body])
}

/** The beginning of a message: its length, its number and the operation. */
export function header(length: number, id = 1): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeInt32LE(length, 0)
  bytes.writeInt32LE(id, 4)
  bytes.writeInt32LE(2013, 12)
  return bytes
}

/** A good message with something broken in it. */
export function patched(change: (bytes: Buffer) => void): Buffer {
  const message = ping()
  change(message)
  return message
}
