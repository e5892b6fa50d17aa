import type { Batch, Job, StoreDefinition, TransferTarget } from '../../../src/core/transfer/ports.ts'
import type { StoreSchema, TableSchema } from '../../../src/core/transfer/store-schema.ts'
import { clientSession } from '../../../src/stores/postgres/client-session.ts'
import { openCopyConnection } from '../../../src/stores/postgres/copy/connection.ts'
import { nextMessage, startCopyOut } from '../../../src/stores/postgres/copy/copy-out.ts'
import { readDefinition } from '../../../src/stores/postgres/schema/read-definition.ts'
import { readSchema } from '../../../src/stores/postgres/schema/read-schema.ts'
import { quoteName, quoteTable } from '../../../src/stores/postgres/table-name.ts'

export const never = new AbortController().signal

/** What a database is, read as a transfer reads it. */
export async function describeDatabase(
  url: string,
  searchPath?: string,
): Promise<{ schema: StoreSchema; definition: StoreDefinition }> {
  const connection = await openCopyConnection(url, 'standin-test')
  const session = clientSession(connection.client)
  try {
    await session.query('begin isolation level repeatable read read only')
    const schema = await readSchema(session)
    const definition = await readDefinition(session, {
      url,
      signal: never,
      ...(searchPath !== undefined && { searchPath }),
    })
    return { schema, definition }
  } finally {
    connection.destroy()
  }
}

export function jobFor(
  described: { schema: StoreSchema; definition: StoreDefinition },
  mark: string,
  resume = false,
): Job {
  return { mark, definition: described.definition, tables: described.schema.tables, resume }
}

/** Copies every table as one chunk in the text format; gives the rows by table. */
export async function copyTables(
  url: string,
  target: TransferTarget,
  tables: readonly TableSchema[],
): Promise<Map<string, number>> {
  const rows = new Map<string, number>()
  for (const table of tables) {
    if (table.holdsNoRows !== undefined) continue
    const chunk = { id: `${table.name}/00000`, table: table.name, rows: 0, range: null, encoding: 'copy-text' }
    rows.set(table.name, (await target.write(chunk, readRows(url, table), never)).rows)
  }
  return rows
}

async function* readRows(url: string, table: TableSchema): AsyncGenerator<Batch> {
  const connection = await openCopyConnection(url, 'standin-test')
  try {
    const columns = table.columns.map(({ name }) => quoteName(name)).join(', ')
    const out = startCopyOut(connection, `copy (select ${columns} from only ${quoteTable(table.name)}) to stdout`)
    let open = true
    while (open) {
      open = await out.more()
      const parts: Uint8Array[] = []
      while (nextMessage(out)) parts.push(out.incoming.bytes.slice(out.start, out.end))
      if (parts.length > 0) yield { bytes: Buffer.concat(parts), rows: parts.length }
    }
  } finally {
    connection.destroy()
  }
}

/** Every table's rows as sorted text, by name. */
export async function readContents(url: string, tables: readonly TableSchema[]): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {}
  for (const table of tables) {
    let text = ''
    if (table.holdsNoRows === undefined)
      for await (const { bytes } of readRows(url, table)) text += Buffer.from(bytes).toString('utf8')
    contents[table.name] = text.split('\n').sort()
  }
  return contents
}
