import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { masked } from '../../core/masking.ts'
import type { StateChanges } from './compare-states.ts'

/** One sentence for each row: where it is, its key, and the values before and after. Personal values are masked. */
export function changesText(
  where: string,
  key: readonly string[],
  { added, removed, changed }: StateChanges,
): string[] {
  const keyOf = (row: JsonObject): string => key.map((column) => `${column} ${shown(column, row)}`).join(', ')
  return [
    ...added.map((row) => `${where} ${keyOf(row)}: added (${values(row, key)})`),
    ...removed.map((row) => `${where} ${keyOf(row)}: removed (${values(row, key)})`),
    ...changed.flatMap((change) =>
      Object.keys(change.before).map(
        (column) =>
          `${where} ${keyOf(change.key)}: ${column} was ${shown(column, change.before)}, is ${shown(column, change.after)}`,
      ),
    ),
  ]
}

const mostColumns = 6

function values(row: JsonObject, key: readonly string[]): string {
  const columns = Object.keys(row).filter((column) => !key.includes(column) && row[column] !== null)
  const more = columns.length > mostColumns ? ', …' : ''
  return (
    columns
      .slice(0, mostColumns)
      .map((column) => `${column} ${shown(column, row)}`)
      .join(', ') + more
  )
}

function shown(column: string, row: JsonObject): string {
  const hidden = masked({ [column]: row[column] ?? null })
  const value: Json | undefined = isJsonObject(hidden) ? hidden[column] : hidden
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

const mostNamed = 5

/** The first of them, and how many more there are. */
export function firstOf(sentences: readonly string[]): string {
  const more = sentences.length - mostNamed
  return [...sentences.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
