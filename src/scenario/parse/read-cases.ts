import type { JsonObject } from '../../core/json.ts'
import { suggestion } from '../../core/nearest.ts'
import type { Place } from '../../core/place.ts'
import { childOf, itemsOf, jsonOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { ScenarioCase } from '../model/control.ts'
import { rowsOfFile } from './read-rows.ts'
import { type Reading, report } from './reading.ts'
import { type DeclaredVariable, variableValues } from './variables.ts'

/** A table of cases. */
export interface CaseTable {
  cases: readonly ScenarioCase[]
  /** The values of the first row, as they would be typed: they stand for those of all rows where one is needed. */
  sample: Readonly<Record<string, string>>
}

interface Row {
  values: JsonObject
  place: Place
}

const mostCases = 1_000

/** The rows of `given.cases`, each with the values of all variables. What `--var` gives wins over the rows. */
export function readCases(
  node: YamlNode | undefined,
  variables: readonly DeclaredVariable[],
  typed: Readonly<Record<string, string>>,
  reading: Reading,
): CaseTable | undefined {
  if (node === undefined) return undefined
  const rows = rowsOf(node, reading)
  if (rows === undefined) return undefined
  if (rows.length === 0 || rows.length > mostCases) {
    const found = rows.length === 0 ? 'there are none' : `there are ${rows.length}`
    report(reading, 'cases', `expected 1 to ${mostCases} cases, ${found}`, node.place)
    return undefined
  }
  const declared = variables.map(({ name }) => name)
  const names = new Set<string>()
  const cases = rows.map((row, index): ScenarioCase => {
    checkColumns(row, declared, reading)
    const name = nameOf(row, index)
    if (names.has(name)) report(reading, 'duplicate-case', `two cases are named "${name.slice(0, 60)}"`, row.place)
    names.add(name)
    return { name, vars: valuesOf(row, variables, typed, reading) }
  })
  return { cases, sample: texts(rows[0]?.values ?? {}, declared) }
}

function rowsOf(node: YamlNode, reading: Reading): Row[] | undefined {
  if (node.kind === 'list')
    return itemsOf(node).flatMap((item) => {
      const values = jsonOf(item)
      return item.kind === 'mapping' ? [{ values: values as JsonObject, place: item.place }] : []
    })
  const file = childOf(node, 'csv')
  return file && rowsOfFile(node, reading)?.map((values) => ({ values, place: file.place }))
}

function nameOf({ values }: Row, index: number): string {
  const name = values.case
  return name === undefined || name === null || name === '' ? `case ${index + 1}` : String(name)
}

function checkColumns({ values, place }: Row, declared: readonly string[], reading: Reading): void {
  for (const column of Object.keys(values)) {
    if (column === 'case' || declared.includes(column)) continue
    const shown = column.slice(0, 60)
    const message = `a case gives "${shown}", which is no variable; ${suggestion(shown, declared)}`
    if (reading.problems.some((problem) => problem.message === message)) continue
    report(reading, 'unknown-variable', message, place, 'Declare it in `given.vars`.')
  }
}

/** A value that does not fit is told of at the row. */
function valuesOf(
  row: Row,
  variables: readonly DeclaredVariable[],
  typed: Readonly<Record<string, string>>,
  reading: Reading,
): ScenarioCase['vars'] {
  const given = texts(
    row.values,
    variables.map(({ name }) => name),
  )
  const found: typeof reading.problems = []
  const declared = new Set(variables.map(({ name }) => name))
  const known = Object.fromEntries(Object.entries(typed).filter(([name]) => declared.has(name)))
  const vars = variableValues(variables, { ...given, ...known }, false, found)
  reading.problems.push(
    ...found.map((problem) => ({ ...problem, message: problem.message.replace('--var ', ''), place: row.place })),
  )
  return vars
}

function texts(values: JsonObject, declared: readonly string[]): Record<string, string> {
  const given = Object.entries(values).filter(([name, value]) => declared.includes(name) && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}
