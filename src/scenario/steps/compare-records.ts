import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { masked } from '../../core/masking.ts'
import { decimalOf, shortest } from '../match/decimal.ts'
import { nearlySame } from '../match/nearly-same.ts'

export interface RecordSource {
  name: string
  records: readonly JsonObject[]
}

export interface Comparison {
  /** Different keys over all sources. */
  compared: number
  /** One sentence each: the key, the column, the values that disagree and whose they are. */
  differences: string[]
}

/** What is let pass. */
export interface Leeway {
  /** How far the numbers of a column may be apart, as decimal texts. */
  tolerance?: Readonly<Record<string, string>>
  /** Sources in which a record may be missing. */
  optional?: readonly string[]
}

/** Records of one key, by the name of their source. */
interface Group {
  title: string
  records: Map<string, JsonObject[]>
}

/** Compares the records of several sources key by key. Numbers are compared as decimals. */
export function compareRecords(
  key: readonly string[],
  columns: readonly string[],
  sources: readonly RecordSource[],
  { tolerance = {}, optional = [] }: Leeway = {},
): Comparison {
  const groups = groupByKey(key, sources)
  const names = sources.map(({ name }) => name).filter((name) => !optional.includes(name))
  return {
    compared: groups.size,
    differences: [...groups.values()].flatMap((group) => [
      ...repeated(group),
      ...missing(group, names, columns),
      ...disagreeing(group, columns, tolerance),
    ]),
  }
}

function groupByKey(key: readonly string[], sources: readonly RecordSource[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { name, records } of sources) {
    for (const record of records) {
      const id = JSON.stringify(key.map((column) => String(record[column])))
      const group = groups.get(id) ?? { title: titleOf(key, record), records: new Map() }
      group.records.set(name, [...(group.records.get(name) ?? []), record])
      groups.set(id, group)
    }
  }
  return groups
}

function titleOf(key: readonly string[], record: JsonObject): string {
  return key.map((column) => `${column} ${keyText(column, record[column])}`).join(', ')
}

function repeated({ title, records }: Group): string[] {
  return [...records]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${title} is there ${same.length} times in ${name}`)
}

function missing({ title, records }: Group, names: readonly string[], columns: readonly string[]): string[] {
  const absent = names.filter((name) => !records.has(name))
  if (absent.length === 0) return []
  return [`${title} is missing in ${listed(absent)} (${columns.map((column) => valuesOf(column, records)).join('; ')})`]
}

function disagreeing({ title, records }: Group, columns: readonly string[], tolerance: Leeway['tolerance']): string[] {
  return columns
    .filter((column) => {
      const values = [...records.values()].map(([record]) => record?.[column])
      const near = tolerance?.[column]
      return values.some((a) => a === undefined || values.some((b) => !nearlySame(a, b, near)))
    })
    .map((column) => `${title}: ${valuesOf(column, records)}`)
}

/** `committed is 7 in erp, 5 in oms` */
function valuesOf(column: string, records: Group['records']): string {
  const values = [...records].map(([name, [record]]) => `${valueText(column, record?.[column])} in ${name}`)
  return `${column} is ${values.join(', ')}`
}

function valueText(column: string, value: Json | undefined): string {
  const number = decimalOf(value)
  return keyText(column, number === undefined ? value : shortest(number))
}

function keyText(column: string, value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const shown = masked({ [column]: value })
  const inner = isJsonObject(shown) ? shown[column] : shown
  return typeof inner === 'string' ? inner : JSON.stringify(inner)
}

/** `erp, oms and shop` */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
