import type { FixedColumn } from '../model/files.ts'
import type { Cells } from './csv-text.ts'

/** Lines in which each column has a fixed width, counted in characters. The blanks around a value are not part of it. */
export function parseFixed(text: string, columns: readonly FixedColumn[]): Cells {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const ends = columns.map((_, index) => columns.slice(0, index + 1).reduce((sum, { width }) => sum + width, 0))
  const total = ends.at(-1) ?? 0
  const rows: string[][] = []
  for (const [index, line] of lines.entries()) {
    const signs = [...line]
    if (signs.length > total)
      return { problem: `line ${index + 1} has ${signs.length} characters, the columns ${total}` }
    const cellAt = (end: number, column: number): string => signs.slice(ends[column - 1] ?? 0, end).join('')
    rows.push(ends.map((end, column) => cellAt(end, column).trim()))
  }
  return { rows }
}

/** The reverse. A value that does not fit is refused, never cut. */
export function writeFixed(
  rows: readonly string[][],
  columns: readonly FixedColumn[],
  newline: string,
): { text: string } | { problem: string } {
  const lines: string[] = []
  for (const [index, row] of rows.entries()) {
    const cells: string[] = []
    for (const [column, { name, width, align }] of columns.entries()) {
      const value = row[column] ?? ''
      const blanks = width - [...value].length
      if (blanks < 0 || /[\r\n]/.test(value))
        return { problem: `row ${index + 1}: the value of "${name}" does not fit into ${width} characters` }
      cells.push(align === 'right' ? ' '.repeat(blanks) + value : value + ' '.repeat(blanks))
    }
    lines.push(cells.join('') + newline)
  }
  return { text: lines.join('') }
}
