import { readFile } from 'node:fs/promises'
import { EJSON } from 'bson'
import type { Document } from '../../core/document-store.ts'
import { messageOf, usageError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Pack } from './pack.ts'

/**
 * The documents of a system, by collection; dates, object ids and the like as the official driver takes them.
 * Throws `pack.bad-document` with the place of a line that is not a document.
 */
export async function readDocuments(pack: Pack, system: string): Promise<Record<string, Document[]>> {
  const parts = pack.collections[system] ?? []
  return Object.fromEntries(await Promise.all(parts.map(async ({ name, file }) => [name, await readLines(file)])))
}

async function readLines(file: string): Promise<Document[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parseDocument(file, line, index + 1)]))
}

function parseDocument(file: string, text: string, line: number): Document {
  let document: unknown
  let reason = 'a document in braces'
  try {
    document = EJSON.parse(text)
  } catch (thrown) {
    reason = `JSON: ${messageOf(thrown)}`
  }
  if (isJsonObject(document)) return document
  throw usageError({ code: 'pack.bad-document', message: `expected ${reason}`, place: { file, line, column: 1, text } })
}
