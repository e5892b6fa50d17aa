import { type Doc, decodeAround, decodeDocument, encodeDocument } from '../values/document.ts'

/** Bytes that are no message of the protocol: the connection that sent them cannot go on. */
class MalformedMessage extends Error {}

/** One request of a client. */
export interface Request {
  id: number
  command: Doc
  /** Of an insert: its documents as they came. */
  documents?: readonly Uint8Array[]
  /** The client does not want an answer. */
  silent: boolean
  /** Asked in the message format of old, which only greetings still use. */
  legacy: boolean
  /** Length of the whole message in bytes. */
  size: number
}

const smallMessage = 64 * 1024
/** `insert`, with its zero. */
const insertKey = [0x69, 0x6e, 0x73, 0x65, 0x72, 0x74, 0]
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

function readMessage(received: Buffer, id: number): Request {
  // Documents are kept as they came: a small message must not hold on to the large buffer that it arrived in.
  const message = received.length < smallMessage ? Buffer.from(received) : received
  if (message.length < headerSize + 5) throw new MalformedMessage('message too short')
  const flags = message.readUInt32LE(headerSize)
  if ((flags & 0xffff & ~knownRequiredFlags) !== 0) throw new MalformedMessage('unknown flag')
  const end = message.length - ((flags & checksumPresent) === 0 ? 0 : 4)
  let body: Uint8Array | undefined
  const sequences = new Map<string, Uint8Array[]>()
  let at = headerSize + 4
  while (at < end) {
    const kind = message[at++]
    if (kind === 0 && body === undefined) {
      body = bytesAt(message, at, end)
      at += message.readInt32LE(at)
    } else if (kind === 1) {
      at = readSequence(message, at, end, sequences)
    } else {
      throw new MalformedMessage('unknown section')
    }
  }
  if (body === undefined) throw new MalformedMessage('message without a body')
  const silent = (flags & moreToCome) !== 0
  return { id, ...commandOf(body, sequences), silent, legacy: false, size: message.length }
}

/** A command with what was sent beside it. The documents of an insert are left as they are. */
function commandOf(
  body: Uint8Array,
  sequences: ReadonlyMap<string, readonly Uint8Array[]>,
): Pick<Request, 'command' | 'documents'> {
  const isInsert = insertKey.every((byte, index) => body[5 + index] === byte)
  const beside = isInsert ? sequences.get('documents') : undefined
  const within = isInsert && beside === undefined ? decodeAround(body, 'documents') : undefined
  const command = within?.document ?? decodeDocument(body)
  for (const [name, documents] of sequences)
    if (documents !== beside) command[name] = documents.map((bytes) => decodeDocument(bytes))
  const documents = beside ?? within?.documents
  return documents === undefined || documents.length === 0 || documents.length > 100_000
    ? { command: { ...command, ...(documents && { documents: documents.map(() => ({})) }) } }
    : { command: { ...command, documents: [] }, documents }
}

function readSequence(message: Buffer, start: number, end: number, sequences: Map<string, Uint8Array[]>): number {
  const sequenceEnd = start + boundedLength(message, start, end)
  const nameEnd = message.indexOf(0, start + 4)
  if (nameEnd < 0 || nameEnd >= sequenceEnd) throw new MalformedMessage('document sequence without a name')
  const documents: Uint8Array[] = []
  let at = nameEnd + 1
  while (at < sequenceEnd) {
    documents.push(bytesAt(message, at, sequenceEnd))
    at += message.readInt32LE(at)
  }
  sequences.set(message.toString('utf8', start + 4, nameEnd), documents)
  return sequenceEnd
}

function readQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, headerSize + 4)
  if (nameEnd < 0) throw new MalformedMessage('query without a namespace')
  const namespace = message.toString('utf8', headerSize + 4, nameEnd)
  if (!namespace.endsWith('.$cmd')) throw new MalformedMessage('query of a collection')
  const command = decodeDocument(bytesAt(message, nameEnd + 9, message.length))
  const database = namespace.slice(0, -'.$cmd'.length)
  return { id, command: { ...command, $db: database }, silent: false, legacy: true, size: message.length }
}

function bytesAt(message: Buffer, start: number, end: number): Uint8Array {
  return message.subarray(start, start + boundedLength(message, start, end))
}

function boundedLength(message: Buffer, start: number, end: number): number {
  if (start + 5 > end) throw new MalformedMessage('truncated section')
  const length = message.readInt32LE(start)
  if (length < 5 || start + length > end) throw new MalformedMessage('impossible section length')
  return length
}
