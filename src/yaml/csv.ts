import { usageError } from '../core/error.ts'
import { placeAt } from '../core/place.ts'

/** A table as text: `null` where there was nothing between two commas. */
export interface CsvTable {
  columns: readonly string[]
  rows: readonly (readonly (string | null)[])[]
}

/** A field, up to and with what ends it: in quotes (doubled within), or bare. */
const field = /"((?:[^"]|"")*)"(,|\r?\n|$)|([^",\r\n]*)(,|\r?\n|$)/y

/**
 * Reads CSV (RFC 4180, commas) whose first line names the columns. As in PostgreSQL, an empty field is null, and
 * empty text is `""`. Throws the usage error `code` with the place of a stray quote, an uneven row, a column without a
 * name.
 */
export function readCsvTable(file: string, text: string, code: string): CsvTable {
  const fail = (message: string, offset: number) =>
    usageError({ code, message, place: placeAt(file, text, Math.min(offset, text.length)) })
  const records: (string | null)[][] = []
  let record: (string | null)[] = []
  let start = 0
  field.lastIndex = 0
  for (let offset = 0; offset < text.length || record.length > 0; offset = field.lastIndex) {
    field.lastIndex = offset
    const found = field.exec(text)
    if (found === null) throw fail('a quote within a field, or one that is not closed: quote the whole field', offset)
    const [, quoted, quotedEnd, bare, bareEnd] = found
    record.push(quoted === undefined ? bare || null : quoted.replaceAll('""', '"'))
    if ((quotedEnd ?? bareEnd) === ',') continue
    const width = (records[0] ?? record).length
    if (record.length !== width) throw fail(`expected ${width} fields, found ${record.length}`, start)
    records.push(record)
    record = []
    start = field.lastIndex
  }
  const [columns, ...rows] = records
  if (columns === undefined || columns.includes(null)) throw fail('expected the names of the columns', 0)
  return { columns: columns as string[], rows }
}
