import { isJsonObject, type Json } from '../../core/json.ts'
import type { CsvColumn, CsvShape } from '../model/files.ts'
import { readValue, writeValue } from './column-values.ts'
import type { Cells } from './csv-text.ts'
import { toJson } from './to-json.ts'

/** Cells as rows: by the names of the columns where there are names, else as lists. */
export function recordsOf(
  cells: readonly string[][],
  { header, columns, fixed }: CsvShape,
): { rows: Json[]; columns?: string[] } | { problem: string } {
  const told = fixed?.map(({ name }) => name) ?? (Array.isArray(header) ? [...header] : undefined)
  const names = told ?? (header === true ? cells[0]?.map((name) => name.trim()) : undefined)
  const body = told === undefined && header === true ? cells.slice(1) : cells
  const first = cells.length - body.length + 1
  const unknown = Object.keys(columns).find((column) => names !== undefined && !names.includes(column))
  if (unknown !== undefined) return { problem: `there is no column "${unknown}"` }
  if (names !== undefined && new Set(names).size < names.length) return { problem: 'two columns have the same name' }
  const rows: Json[] = []
  for (const [index, line] of body.entries()) {
    if (names !== undefined && line.length !== names.length)
      return { problem: `record ${first + index} has ${line.length} values, expected ${names.length}` }
    const values = line.map((text, column) => readValue(text, columns[names?.[column] ?? String(column)]))
    const bad = values.indexOf(undefined)
    if (bad >= 0) {
      const column = names?.[bad] ?? String(bad)
      return { problem: `record ${first + index}: the value of "${column}" is no ${wantedBy(columns[column])}` }
    }
    const read = values as string[]
    rows.push(
      names === undefined ? read : Object.fromEntries(read.map((value, column) => [names[column] ?? '', value])),
    )
  }
  return { rows, ...(names && { columns: names }) }
}

function wantedBy(column: CsvColumn | undefined): string {
  if (column?.date !== undefined) return `date as ${column.date}`
  return `number with the decimal sign "${column?.decimal ?? '.'}"`
}

/** Rows as cells, the names of the columns first where the file has them. */
export function cellsOf(records: readonly unknown[], { header, columns, fixed }: CsvShape): Cells {
  const names = fixed?.map(({ name }) => name) ?? (Array.isArray(header) ? [...header] : namesOf(records))
  const rows: string[][] = fixed === undefined && header !== false && names !== undefined ? [names] : []
  for (const [index, record] of records.entries()) {
    const unknown = isJsonObject(record) ? Object.keys(record).find((key) => !names?.includes(key)) : undefined
    if (unknown !== undefined) return { problem: `row ${index + 1} has "${unknown}", which is no column of the file` }
    const values = Array.isArray(record)
      ? record
      : isJsonObject(record)
        ? (names ?? []).map((name) => record[name])
        : undefined
    if (values === undefined) return { problem: `row ${index + 1} is neither an object nor a list` }
    const cells = values.map((value, column) => writeValue(cellOf(value), columns[names?.[column] ?? String(column)]))
    const bad = cells.indexOf(undefined)
    if (bad >= 0) {
      const column = names?.[bad] ?? String(bad)
      const kind = columns[column]?.date === undefined ? 'decimal number such as 12.50' : 'date such as 2026-03-02'
      return { problem: `row ${index + 1}: the value of "${column}" is no ${kind}` }
    }
    rows.push(cells as string[])
  }
  return { rows }
}

function namesOf([first]: readonly unknown[]): string[] | undefined {
  return isJsonObject(first) ? Object.keys(first) : undefined
}

function cellOf(value: unknown): string {
  const plain = toJson(value)
  if (plain === null) return ''
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain)
}
