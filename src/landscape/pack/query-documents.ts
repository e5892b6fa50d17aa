import { readFile } from 'node:fs/promises'
import { EJSON } from 'bson'
import type { Document } from '../../core/document-store.ts'
import { usageError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { PackQuery } from './pack.ts'
import { scriptRefused, setNumbers } from './run-script.ts'

const documentsPerFetch = 1_000

/**
 * Takes the documents that a query of a pack gives, some at a time. Throws `pack.refused` where the query fails or asks
 * what has no tables, and `pack.bad-document` where a row is no document.
 */
export async function queryDocuments(
  { system, file }: PackQuery,
  numbers: Readonly<Record<string, number>>,
  store: SqlStore | undefined,
  take: (documents: Document[]) => Promise<void>,
): Promise<void> {
  const place = { file, line: 1, column: 1 }
  if (store === undefined)
    throw usageError({ code: 'pack.refused', message: `the system "${system}" has no tables to be asked`, place })
  const query = await readFile(file, 'utf8')
  await store.transaction(async (session) => {
    await setNumbers(session, numbers)
    const refused = (thrown: unknown): Promise<never> => Promise.reject(scriptRefused(file, thrown))
    await session.query(`declare documents no scroll cursor for ${query}`).catch(refused)
    for (;;) {
      const { rows } = await session.query(`fetch ${documentsPerFetch} from documents`).catch(refused)
      if (rows.length === 0) return
      await take(
        rows.map((row) => {
          const [document] = Object.values(row)
          if (!isJsonObject(document) || Object.keys(row).length !== 1)
            throw usageError({ code: 'pack.bad-document', message: 'expected rows of one JSON document each', place })
          return EJSON.deserialize(document) as Document
        }),
      )
    }
  })
}
