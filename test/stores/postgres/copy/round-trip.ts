import type { TableTransform } from '../../../../src/core/rows/table-transform.ts'
import type { Chunk, TransferSource } from '../../../../src/core/transfer/ports.ts'
import { openCopyConnection } from '../../../../src/stores/postgres/copy/connection.ts'
import { copyIn, type Written } from '../../../../src/stores/postgres/copy/copy-in.ts'
import { openPostgresSource } from '../../../../src/stores/postgres/source.ts'
import { quoteTable } from '../../../../src/stores/postgres/table-name.ts'

const never = new AbortController().signal

export function openSource(url: string): Promise<TransferSource> {
  return openPostgresSource(url, { applicationName: 'trial', searchPath: '', signal: never })
}

/** Copies the rows of all tables of a source into tables of the same names. Gives the chunks. */
export async function copyAll(
  source: TransferSource,
  url: string,
  transformOf: (table: string) => TableTransform | undefined = () => undefined,
): Promise<readonly Chunk[]> {
  const chunks = await source.chunks(transformOf)
  for (const chunk of chunks) await copyChunk(source, url, chunk, transformOf(chunk.table))
  return chunks
}

export async function copyChunk(
  source: TransferSource,
  url: string,
  chunk: Chunk,
  transform?: TableTransform,
  signal = never,
): Promise<Written> {
  const connection = await openCopyConnection(url, 'trial')
  const columns = source.schema.tables.find(({ name }) => name === chunk.table)?.columns.map(({ name }) => name) ?? []
  try {
    return await copyIn(
      connection,
      { into: quoteTable(chunk.table), columns, encoding: chunk.encoding, table: chunk.table },
      source.read(chunk, transform, signal),
      async () => undefined,
      signal,
    )
  } finally {
    await connection.client.end()
  }
}
