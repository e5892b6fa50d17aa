import { codeOf } from '../../../core/error.ts'
import { Refusal } from '../../refusal.ts'
import { type OrderColumnName, orderColumns } from './order-columns.ts'

/** A line of a file: where it begins, counted from 1, and its values by their columns; what is empty is left out. */
export interface FileLine {
  line: number
  /** Its number of values, when that is another one than the header's. */
  values?: number
  fields: Partial<Record<OrderColumnName, string>>
}

/**
 * Reads an order file: values between semicolons, quoted with `"` where they have to be (doubled within), the first line
 * with the names of the columns. Ends of lines within values become line feeds. A file that cannot be read as such, or
 * whose columns are not those of orders, is refused as a whole.
 */
export async function readLines(text: string): Promise<FileLine[]> {
  const records = await recordsOf(text)
  const [header, ...rest] = records
  if (header === undefined) throw unreadable('the file is empty')
  const columns = readHeader(header.record)
  return rest.map(({ record, info }) => ({
    line: info.lines - record.join('').split('\n').length + 1,
    ...(record.length !== columns.length && { values: record.length }),
    fields: Object.fromEntries(columns.flatMap((column, index) => (record[index] ? [[column, record[index]]] : []))),
  }))
}

async function recordsOf(text: string): Promise<{ record: string[]; info: { lines: number } }[]> {
  const { parse } = await import('csv-parse/sync')
  try {
    const options = { delimiter: ';', info: true, relaxColumnCount: true, skipEmptyLines: true, recordDelimiter: '\n' }
    return parse(`${text.replaceAll(/\r\n?/g, '\n').trimEnd()}\n`, options) as never
  } catch (thrown) {
    const why = reasons[String(codeOf(thrown))] ?? 'cannot be read'
    throw unreadable(`line ${(thrown as { lines?: number }).lines ?? 1} ${why}`)
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'begins a quoted value that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote',
  INVALID_OPENING_QUOTE: 'has a quote in the middle of a value',
}

function readHeader(names: readonly string[]): OrderColumnName[] {
  const unknown = names.findIndex((name) => !Object.hasOwn(orderColumns, name))
  if (unknown !== -1) throw unreadable(`column ${unknown + 1} of the first line is not one of an order file`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw unreadable(`the column ${twice} is there twice`)
  const missing = Object.entries(orderColumns).find(([name, { needed }]) => needed && !names.includes(name))
  if (missing !== undefined) throw unreadable(`the column ${missing[0]} is missing`)
  return names as OrderColumnName[]
}

function unreadable(why: string): Refusal {
  return new Refusal(400, '-5003', `The file is refused: ${why}`)
}
