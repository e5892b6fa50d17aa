import type { Json, JsonObject } from '../../../core/json.ts'

const limits = ['limit', 'per_page', 'perPage', 'page_size', 'pageSize', 'size', '$top', 'top']
const offsets = ['offset', 'skip', '$skip']
const usualPage = 20

/** The items that a query asks for: a parameter with the name of a property has to equal it; then limit, offset and page. */
export function queriedItems(
  items: readonly JsonObject[],
  query: URLSearchParams,
): { page: JsonObject[]; total: number } {
  const filters = [...query].filter(([name]) => items.some((item) => Object.hasOwn(item, name)))
  const fitting = items.filter((item) => filters.every(([name, value]) => textOf(item[name]) === value))
  const limit = numberOf(query, limits)
  const page = numberOf(query, ['page'])
  const start = numberOf(query, offsets) ?? Math.max(0, (page ?? 1) - 1) * (limit ?? usualPage)
  const end = limit === undefined && page === undefined ? fitting.length : start + (limit ?? usualPage)
  return { page: fitting.slice(start, end), total: fitting.length }
}

function numberOf(query: URLSearchParams, names: readonly string[]): number | undefined {
  const text = names.map((name) => query.get(name)).find((value) => value !== null)
  return text !== undefined && text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function textOf(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
