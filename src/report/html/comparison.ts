import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { html, type Markup } from './markup.ts'
import type { Detail, InvariantModel, ScenarioModel, StepModel } from './model.ts'

const mostRows = 8

/** The state at the failure, as a table: what each system says of the same record, or what a row was before. */
export function comparisonOf(
  { details }: ScenarioModel,
  found: { step?: StepModel; invariant?: InvariantModel },
): Markup | undefined {
  if (found.invariant !== undefined) return changeTable(found.invariant)
  const reconciled = found.step?.details
    .map((position) => details[position])
    .findLast((one) => one?.kind === 'reconcile')
  return reconciled === undefined ? undefined : sourcesTable(reconciled)
}

function sourcesTable({ request, response }: Detail): Markup | undefined {
  const key = texts(request.key?.value)
  const compare = texts(request.compare?.value)
  const sources = Object.entries(response).map(([name, content]) => ({
    name,
    rows: byKey(records(content.value), key),
  }))
  const rows = [...new Set(sources.flatMap(({ rows }) => [...rows.keys()]))].flatMap((id) =>
    compare.map((column) => ({
      id,
      column,
      values: sources.map(({ rows }) => shownCell(rows.get(id)?.[column])),
    })),
  )
  const different = rows.filter(({ values }) => new Set(values).size > 1)
  if (different.length === 0) return undefined
  return tableOf(
    [...key, 'column', ...sources.map(({ name }) => name)],
    different.map(({ id, column, values }) => [...id.split('\u0000'), column, ...values.map(strong)]),
  )
}

/** What changed between the last good sample and the one that did not hold. */
function changeTable({ changes }: InvariantModel): Markup | undefined {
  const position = changes.findIndex(({ holds }) => !holds)
  const after = changes[position]
  if (after === undefined) return undefined
  const rows = records(after.rows.value)
  const numeric = Object.keys(rows[0] ?? {}).filter((column) => rows.every((row) => typeof row[column] === 'number'))
  const key = Object.keys(rows[0] ?? {}).filter((column) => !numeric.includes(column))
  if (numeric.length === 0) return undefined
  const rowBefore = finderOf(records(changes[position - 1]?.rows.value ?? []), key)
  const changed = rows.flatMap((row) => {
    const id = key.map((column) => shownCell(row[column]))
    const earlier = rowBefore(row)
    const isOther = numeric.some((column) => earlier?.[column] !== row[column])
    return isOther || rows.length === 1 ? [{ id, row, earlier }] : []
  })
  if (changed.length === 0) return undefined
  return tableOf(
    [...key, ...numeric],
    changed.map(({ id, row, earlier }) => [...id, ...numeric.map((column) => change(earlier?.[column], row[column]))]),
  )
}

/** Finds the row of the same key, the second for the second of them, and so on. */
function finderOf(rows: readonly JsonObject[], key: readonly string[]): (row: JsonObject) => JsonObject | undefined {
  const idOf = (row: JsonObject): string => key.map((column) => shownCell(row[column])).join('\u0000')
  const left = Map.groupBy(rows, idOf)
  return (row) => left.get(idOf(row))?.shift()
}

function change(before: Json | undefined, after: Json | undefined): Markup {
  if (before === undefined || before === after) return html`${shownCell(after)}`
  return html`<span class="was">${shownCell(before)}</span> <span class="arrow">→</span> <strong>${shownCell(after)}</strong>`
}

function strong(value: string): Markup {
  return html`<strong>${value}</strong>`
}

function tableOf(head: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  const more = rows.length - mostRows
  return html`<div class="scroll"><table class="comparison"><thead><tr>${head.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${rows.slice(0, mostRows).map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>${
    more > 0 && html`<p class="muted">and ${more} more</p>`
  }`
}

function records(value: Json): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function byKey(rows: readonly JsonObject[], key: readonly string[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [key.map((column) => shownCell(row[column])).join('\u0000'), row]))
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function shownCell(value: Json | undefined): string {
  if (value === undefined) return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
