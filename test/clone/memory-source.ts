import { createHash } from 'node:crypto'
import type { Batch, Chunk, StoreDefinition, TransferSource } from '../../src/core/transfer/ports.ts'
import type { TableSchema } from '../../src/core/transfer/store-schema.ts'

export interface MemoryTable {
  name: string
  /** Of each chunk, its rows in COPY's text form. */
  chunks: readonly (readonly string[])[]
}

export interface MemorySourceOptions {
  identity?: string
  moment?: unknown
  /** Is awaited before each batch, so that a test can hold a reader up or make it fail. */
  beforeBatch?(chunk: Chunk, batch: number): Promise<void>
  rowsPerBatch?: number
  definition?: StoreDefinition
}

/** A source whose tables are in memory. Hands out one buffer again and again, as real sources may. */
export function memorySource(tables: readonly MemoryTable[], options: MemorySourceOptions = {}): TransferSource {
  const { rowsPerBatch = 3, moment = 1 } = options
  const definition = options.definition ?? {
    kind: 'postgres' as const,
    before: { script: 'create table t ();\n', database: { encoding: 'UTF8' } },
    after: { script: 'create index on t;\n', sequences: [] },
  }
  const schemas = tables.map(
    ({ name, chunks }): TableSchema => ({
      name,
      columns: [
        { name: 'line', type: { kind: 'integer', name: 'integer', range: [-(2n ** 31n), 2n ** 31n] }, nullable: false },
      ],
      generated: [],
      unique: [],
      references: [],
      rows: chunks.flat().length + 7,
      bytes: 100,
    }),
  )
  return {
    schema: { kind: 'postgres', tables: schemas, uncarried: [] },
    identity: options.identity ?? `memory:${createHash('sha256').update(JSON.stringify(tables)).digest('hex')}`,
    server: 'Memory 1',
    moment,
    definition: async () => definition,
    chunks: async () =>
      tables.flatMap(({ name, chunks }) =>
        chunks.map((rows, index) => ({
          id: `${name}/${String(index + 1).padStart(5, '0')}`,
          table: name,
          rows: rows.length,
          range: index,
          encoding: 'copy-text',
        })),
      ),
    async *read(chunk, _transform, signal): AsyncGenerator<Batch> {
      const rows = tables.find(({ name }) => name === chunk.table)?.chunks[chunk.range as number] ?? []
      const shared = new Uint8Array(1 << 20)
      for (let start = 0; start < rows.length; start += rowsPerBatch) {
        await options.beforeBatch?.(chunk, start / rowsPerBatch)
        signal.throwIfAborted()
        const part = rows.slice(start, start + rowsPerBatch)
        const bytes = new TextEncoder().encode(part.map((row) => `${row}\n`).join(''))
        shared.fill(0xff)
        shared.set(bytes)
        yield { bytes: shared.subarray(0, bytes.length), rows: part.length }
      }
    },
    async scan() {},
    async [Symbol.asyncDispose]() {},
  }
}

export function numberedRows(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `row ${from + index}`)
}
