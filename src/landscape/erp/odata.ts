import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import { readFilter } from './odata-filter.ts'

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
  /** How many there are on all pages is to be told. */
  counted?: boolean
}

const defaultPage = 20

/** Reads `$filter`, `$orderby`, `$skip`, `$top`, `$select`, `$count` or `$inlinecount`, and the page size preference. */
export function readODataQuery(url: URL, preferred: string | null, columns: Columns, key: string): ODataQuery {
  const params: unknown[] = []
  const filter = url.searchParams.get('$filter')
  const where = filter === null || filter.trim() === '' ? 'true' : readFilter(filter, columns, params)
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
    ...(wantsCount(url) && { counted: true }),
    ...(select !== null && { select: select.split(',').map((name) => name.trim()) }),
  }
}

/** The one row that has this value. */
export function singleRow(column: string, value: unknown): ODataQuery {
  return { where: `${column} = $1`, params: [value], orderBy: column, skip: 0, top: 1, paged: false }
}

/** The entity set's page in the service layer's shape, with the link to the next one. */
export function odataPage(
  url: URL,
  query: ODataQuery,
  context: string,
  { rows, count }: { rows: readonly JsonObject[]; count?: number },
): JsonObject {
  const full = query.paged && rows.length > query.top
  const page = full ? rows.slice(0, query.top) : rows
  const next = new URL(url)
  next.searchParams.set('$skip', String(query.skip + query.top))
  return {
    '@odata.context': `${url.origin}/b1s/v2/$metadata#${context}`,
    ...(count !== undefined && { '@odata.count': count }),
    value: page.map((row) => pick(row, query.select)),
    ...(full && { '@odata.nextLink': `${context}${next.search.replaceAll('%24', '$')}` }),
  }
}

/** In the way of version 4, or in the older one that the service layer goes on to take. */
function wantsCount(url: URL): boolean {
  const [count, inline] = ['$count', '$inlinecount'].map((name) => url.searchParams.get(name))
  if (!['true', 'false', null].includes(count ?? null)) throw badQuery('$count', count ?? '')
  if (!['allpages', 'none', null].includes(inline ?? null)) throw badQuery('$inlinecount', inline ?? '')
  return count === 'true' || inline === 'allpages'
}

function pick(row: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name)))
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
