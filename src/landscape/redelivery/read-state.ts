import type { DocumentStore } from '../../core/document-store.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { TableState } from '../../core/redelivery.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { pimIndexes } from '../pim/indexes.ts'
import { type SqlSystemName, sqlSystems } from '../systems.ts'
import { volatileColumns, volatileTables } from './volatile.ts'

interface Table extends Record<string, unknown> {
  name: string
  /** The columns of the primary key; none when there is no such key. */
  key: string[]
}

/** All rows and documents of the mirrors, without what is volatile. */
export async function readState(
  sql: Readonly<Record<SqlSystemName, SqlStore>>,
  documents: Readonly<Record<'pim', DocumentStore>>,
): Promise<TableState[]> {
  const read = await Promise.all([
    ...sqlSystems.map((system) => readTables(system, sql[system])),
    readDocuments(documents.pim),
  ])
  return read.flat()
}

async function readTables(system: SqlSystemName, store: SqlStore): Promise<TableState[]> {
  const { rows: tables } = await store.query<Table>(
    `select c.relname as name, array(select a.attname::text from pg_index i
       join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
       where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key
     from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> all($1)
     order by c.relname`,
    [volatileTables[system]],
  )
  return Promise.all(
    tables.map(async ({ name, key }) => {
      const text = `select to_jsonb(t) - $1::text[] as row from "${name}" as t`
      const { rows } = await store.query<{ row: JsonObject }>(text, [volatileColumns])
      const found = rows.map(({ row }) => row)
      return { system, table: name, key: key.length > 0 ? key : Object.keys(found[0] ?? {}), rows: found }
    }),
  )
}

async function readDocuments(store: DocumentStore): Promise<TableState[]> {
  const collections = [...new Set(pimIndexes.map(({ collection }) => collection))]
  return Promise.all(
    collections.map(async (collection) => {
      const found = await store.collection(collection).find({})
      const rows = found.map((document) => JSON.parse(JSON.stringify(document)) as { [key: string]: Json })
      return { system: 'pim', table: collection, key: ['_id'], rows }
    }),
  )
}
