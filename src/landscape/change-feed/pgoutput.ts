import type { RowChange } from './row-change.ts'

interface Relation {
  name: string
  columns: readonly { name: string; isKey: boolean }[]
}

/** Reads the messages of one stream, which name a table only the first time. */
export interface PgOutput {
  /** The change that a message tells of; transactions, tables and types tell of none. */
  read(message: Buffer, position: string): RowChange | undefined
}

/** PostgreSQL's own logical replication messages: documentation, 54.9, protocol version 1. */
export function pgOutput(): PgOutput {
  const relations = new Map<number, Relation>()
  return {
    read(message, position) {
      const bytes = byteReader(message)
      const kind = bytes.letter()
      if (kind === 'R') {
        relations.set(bytes.int32(), readRelation(bytes))
        return undefined
      }
      if (kind !== 'I' && kind !== 'U' && kind !== 'D') return undefined
      const relation = relations.get(bytes.int32())
      if (relation === undefined) throw new TypeError('a change came before its table was described')
      const table = relation.name
      const first = bytes.letter()
      if (kind === 'I') return { table, op: 'c', before: null, after: readRow(bytes, relation), position }
      if (kind === 'D')
        return { table, op: 'd', before: keyOf(readRow(bytes, relation), relation), after: null, position }
      if (first === 'N') return { table, op: 'u', before: null, after: readRow(bytes, relation), position }
      const before = keyOf(readRow(bytes, relation), relation)
      bytes.letter()
      return { table, op: 'u', before, after: readRow(bytes, relation), position }
    },
  }
}

type ByteReader = ReturnType<typeof byteReader>

function byteReader(message: Buffer) {
  let at = 0
  const skip = (count: number): number => {
    at += count
    return at - count
  }
  return {
    letter: () => String.fromCharCode(message.readUInt8(skip(1))),
    int8: () => message.readUInt8(skip(1)),
    int16: () => message.readInt16BE(skip(2)),
    int32: () => message.readInt32BE(skip(4)),
    text: (length: number) => message.toString('utf8', skip(length), at),
    /** Up to the next zero byte. */
    name() {
      const end = message.indexOf(0, at)
      const start = skip(end - at + 1)
      return message.toString('utf8', start, end)
    },
  }
}

function readRelation(bytes: ByteReader): Relation {
  bytes.name()
  const name = bytes.name()
  bytes.letter()
  const columns = Array.from({ length: bytes.int16() }, () => {
    const isKey = (bytes.int8() & 1) === 1
    const column = { name: bytes.name(), isKey }
    bytes.int32()
    bytes.int32()
    return column
  })
  return { name, columns }
}

/** Values that are stored apart and did not change are left out. */
function readRow(bytes: ByteReader, { columns }: Relation): Record<string, string | null> {
  const row: Record<string, string | null> = {}
  for (let index = 0, count = bytes.int16(); index < count; index++) {
    const kind = bytes.letter()
    const name = columns[index]?.name ?? `column ${index + 1}`
    if (kind === 'n') row[name] = null
    if (kind === 't') row[name] = bytes.text(bytes.int32())
  }
  return row
}

function keyOf(row: Record<string, string | null>, { columns }: Relation): Record<string, string | null> {
  return Object.fromEntries(columns.filter(({ isKey }) => isKey).map(({ name }) => [name, row[name] ?? null]))
}
