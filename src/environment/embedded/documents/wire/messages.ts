import { type Doc, decodeDocument, encodeDocument, type Value } from '../values/document.ts'

/** Bytes that are no message of the protocol: the connection that sent them cannot go on. */
class MalformedMessage extends Error {}

/** One request of a client. */
export interface Request {
  id: number
  command: Doc
  /** The client does not want an answer. */
  silent: boolean
  /** Asked in the message format of old, which only greetings still use. */
  legacy: boolean
  /** Length of the whole message in bytes. */
  size: number
}

const opReply = 1
const opQuery = 2004
const opMsg = 2013
const headerSize = 16
const checksumPresent = 1
const moreToCome = 2
const knownRequiredFlags = checksumPresent | moreToCome

/** The largest message, in bytes, as the server's greeting says. */
export const maxMessageSize = 48_000_000

/**
 * Takes bytes as they come and gives each whole message, header included. Throws `MalformedMessage` for a length that
 * no message can have.
 */
export function messageSplitter(): (chunk: Buffer) => Buffer[] {
  let chunks: Buffer[] = []
  let held = 0
  return (chunk) => {
    chunks.push(chunk)
    held += chunk.length
    const messages: Buffer[] = []
    while (held >= 4) {
      const length = lengthOf(chunks)
      if (held < length) break
      const joined = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      messages.push(joined.subarray(0, length))
      const rest = joined.subarray(length)
      chunks = rest.length === 0 ? [] : [rest]
      held = rest.length
    }
    return messages
  }
}

function lengthOf(chunks: readonly Buffer[]): number {
  const [first] = chunks
  const start = first !== undefined && first.length >= 4 ? first : Buffer.concat(chunks)
  const length = start.readInt32LE(0)
  if (length < headerSize || length > maxMessageSize) throw new MalformedMessage('impossible message length')
  return length
}

/** Reads one message. Throws `MalformedMessage`, or the `bson` package's error for a document that is none. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4)
  const code = message.readInt32LE(12)
  if (code === opMsg) return readMessage(message, id)
  if (code === opQuery) return readQuery(message, id)
  throw new MalformedMessage('unknown operation')
}

/** An answer to a request, as bytes. */
export function writeReply(request: Request, document: Readonly<Record<string, unknown>>): Buffer {
  const body = encodeDocument(document)
  const prefix = Buffer.alloc(request.legacy ? headerSize + 20 : headerSize + 5)
  prefix.writeInt32LE(prefix.length + body.length, 0)
  prefix.writeInt32LE(request.id, 8)
  prefix.writeInt32LE(request.legacy ? opReply : opMsg, 12)
  if (request.legacy) {
    prefix.writeInt32LE(8, headerSize)
    prefix.writeInt32LE(1, headerSize + 16)
  }
  return Buffer.concat([prefix, body])
}

function readMessage(message: Buffer, id: number): Request {
  if (message.length < headerSize + 5) throw new MalformedMessage('message too short')
  const flags = message.readUInt32LE(headerSize)
  if ((flags & 0xffff & ~knownRequiredFlags) !== 0) throw new MalformedMessage('unknown flag')
  const end = message.length - ((flags & checksumPresent) === 0 ? 0 : 4)
  let command: Doc | undefined
  const sequences: Doc = {}
  let at = headerSize + 4
  while (at < end) {
    const kind = message[at++]
    if (kind === 0 && command === undefined) {
      command = documentAt(message, at, end)
      at += message.readInt32LE(at)
    } else if (kind === 1) {
      at = readSequence(message, at, end, sequences)
    } else {
      throw new MalformedMessage('unknown section')
    }
  }
  if (command === undefined) throw new MalformedMessage('message without a body')
  const silent = (flags & moreToCome) !== 0
  return { id, command: { ...command, ...sequences }, silent, legacy: false, size: message.length }
}

function readSequence(message: Buffer, start: number, end: number, sequences: Doc): number {
  const sequenceEnd = start + boundedLength(message, start, end)
  const nameEnd = message.indexOf(0, start + 4)
  if (nameEnd < 0 || nameEnd >= sequenceEnd) throw new MalformedMessage('document sequence without a name')
  const documents: Value[] = []
  let at = nameEnd + 1
  while (at < sequenceEnd) {
    documents.push(documentAt(message, at, sequenceEnd))
    at += message.readInt32LE(at)
  }
  sequences[message.toString('utf8', start + 4, nameEnd)] = documents
  return sequenceEnd
}

function readQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, headerSize + 4)
  if (nameEnd < 0) throw new MalformedMessage('query without a namespace')
  const namespace = message.toString('utf8', headerSize + 4, nameEnd)
  if (!namespace.endsWith('.$cmd')) throw new MalformedMessage('query of a collection')
  const command = documentAt(message, nameEnd + 9, message.length)
  const database = namespace.slice(0, -'.$cmd'.length)
  return { id, command: { ...command, $db: database }, silent: false, legacy: true, size: message.length }
}

function documentAt(message: Buffer, start: number, end: number): Doc {
  return decodeDocument(message.subarray(start, start + boundedLength(message, start, end)))
}

function boundedLength(message: Buffer, start: number, end: number): number {
  if (start + 5 > end) throw new MalformedMessage('truncated section')
  const length = message.readInt32LE(start)
  if (length < 5 || start + length > end) throw new MalformedMessage('impossible section length')
  return length
}
