import { type CsvTable, readCsvTable } from '../../yaml/csv.ts'

export type { CsvTable }

/** Reads a table of a pack. Throws `pack.bad-csv` with the place. */
export function readCsv(file: string, text: string): CsvTable {
  return readCsvTable(file, text, 'pack.bad-csv')
}
