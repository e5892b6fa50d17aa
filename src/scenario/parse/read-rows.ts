import { StandinError } from '../../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { placeAt } from '../../core/place.ts'
import { readCsvTable } from '../../yaml/csv.ts'
import { childOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { adjacentText } from './adjacent-file.ts'
import { type Reading, report } from './reading.ts'

/** The rows of a `csv` or `jsonl` file that a node names; nothing when it names none, or one that was refused. */
export function rowsOfFile(node: YamlNode, reading: Reading): JsonObject[] | undefined {
  const csv = childOf(node, 'csv')
  return csv === undefined ? jsonLines(childOf(node, 'jsonl'), reading) : csvRows(csv, reading)
}

function csvRows(node: YamlNode, reading: Reading): JsonObject[] | undefined {
  const found = adjacentText(node, reading)
  if (found === undefined) return undefined
  try {
    const { columns, rows } = readCsvTable(found.file, found.text.replace(/^\uFEFF/, ''), 'scenario.bad-csv')
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])))
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    reading.problems.push(...thrown.problems)
    return undefined
  }
}

function jsonLines(node: YamlNode | undefined, reading: Reading): JsonObject[] | undefined {
  const found = adjacentText(node, reading)
  if (found === undefined) return undefined
  const rows: JsonObject[] = []
  let offset = 0
  for (const line of found.text.split('\n')) {
    const row = line.trim() === '' ? 'empty' : parsed(line)
    if (row === undefined) {
      report(reading, 'bad-jsonl', 'expected one JSON object in this line', placeAt(found.file, found.text, offset))
      return undefined
    }
    if (row !== 'empty') rows.push(row)
    offset += line.length + 1
  }
  return rows
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as Json
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
