import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'

/** Which columns an entity set may be filtered and ordered by, under the names of the API. */
export type Columns = Readonly<Record<string, string>>

export interface ODataQuery {
  /** A SQL condition over `$1…`; `true` without a filter. */
  where: string
  params: unknown[]
  orderBy: string
  skip: number
  /** Rows of this page. */
  top: number
  /** More rows may follow on a next page. */
  paged: boolean
  select?: readonly string[]
}

const defaultPage = 20
const comparisons: Readonly<Record<string, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }
const term = /^\s*(\w+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|-?\d+(?:\.\d+)?)/

/** Reads `$filter` (comparisons joined by `and`), `$orderby`, `$skip`, `$top`, `$select` and the page size preference. */
export function readODataQuery(url: URL, preferred: string | null, columns: Columns, key: string): ODataQuery {
  const params: unknown[] = []
  const where = readFilter(url.searchParams.get('$filter'), columns, params)
  const pageSize = Number(/odata\.maxpagesize=(\d+)/.exec(preferred ?? '')?.[1] ?? defaultPage)
  const top = readCount(url, '$top')
  const select = url.searchParams.get('$select')
  return {
    where,
    params,
    orderBy: readOrder(url.searchParams.get('$orderby'), columns, key),
    skip: readCount(url, '$skip') ?? 0,
    top: top ?? (pageSize === 0 ? 1_000_000 : pageSize),
    paged: top === undefined,
    ...(select !== null && { select: select.split(',').map((name) => name.trim()) }),
  }
}

/** The entity set's page in the service layer's shape, with the link to the next one. */
export function odataPage(url: URL, query: ODataQuery, context: string, rows: readonly JsonObject[]): JsonObject {
  const full = query.paged && rows.length > query.top
  const page = full ? rows.slice(0, query.top) : rows
  const next = new URL(url)
  next.searchParams.set('$skip', String(query.skip + query.top))
  return {
    '@odata.context': `${url.origin}/b1s/v2/$metadata#${context}`,
    value: page.map((row) => pick(row, query.select)),
    ...(full && { '@odata.nextLink': `${context}${next.search}` }),
  }
}

function pick(row: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name)))
}

function readFilter(filter: string | null, columns: Columns, params: unknown[]): string {
  if (filter === null || filter.trim() === '') return 'true'
  const conditions: string[] = []
  let rest = filter
  for (;;) {
    const match = term.exec(rest)
    const [, property = '', operator = '', literal = ''] = match ?? []
    const column = columns[property]
    if (match === null || column === undefined) throw badQuery('$filter', rest)
    params.push(literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : Number(literal))
    conditions.push(`${column} ${comparisons[operator]} $${params.length}`)
    rest = rest.slice(match[0].length)
    if (rest.trim() === '') return conditions.join(' and ')
    if (!/^\s+and\s+/.test(rest)) throw badQuery('$filter', rest)
    rest = rest.replace(/^\s+and\s+/, '')
  }
}

function readOrder(order: string | null, columns: Columns, key: string): string {
  if (order === null) return key
  return order
    .split(',')
    .map((part) => {
      const [, property = '', direction = 'asc'] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(part) ?? []
      const column = columns[property]
      if (column === undefined) throw badQuery('$orderby', part)
      return `${column} ${direction}`
    })
    .join(', ')
}

function readCount(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw badQuery(name, text)
  return Number(text)
}

function badQuery(option: string, at: string): Refusal {
  return new Refusal(400, '201', `Query string error - Invalid ${option} near '${at.trim().slice(0, 60)}'`)
}
