import type { Document, DocumentCollection, Filter } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'

const largestPage = 100
const deepest = 10_000

export interface PageOptions {
  collection: DocumentCollection
  filter: Filter
  /** The field that records are ordered by, and that `search_after` continues behind. */
  key: string
  /** Only these know `pagination_type=search_after`. */
  searchAfter: boolean
  present(document: Document): JsonObject
  /** What `present` needs; all of it when nothing is said. */
  projection?: Document
}

/** One page as HAL: `_links`, `_embedded.items`, by number or behind the last record of the page before. */
export async function halPage(url: URL, options: PageOptions): Promise<JsonObject> {
  const type = url.searchParams.get('pagination_type') ?? 'page'
  if (type !== 'page' && !(type === 'search_after' && options.searchAfter))
    throw new Refusal(422, '422', `Pagination type does not exist.`)
  const limit = readNumber(url, 'limit', 10)
  if (limit > largestPage) throw new Refusal(422, '422', `You cannot request more than ${largestPage} items.`)
  return type === 'page' ? numberedPage(url, limit, options) : followingPage(url, limit, options)
}

async function numberedPage(url: URL, limit: number, options: PageOptions): Promise<JsonObject> {
  const { collection, filter, key } = options
  const page = readNumber(url, 'page', 1)
  if (page * limit > deepest && options.searchAfter) {
    const message = `You have reached the maximum number of pages you can retrieve with the "page" pagination type. Please use the search after pagination type instead`
    throw new Refusal(422, '422', message)
  }
  const range = { sort: { [key]: 1 as const }, skip: (page - 1) * limit, limit: limit + 1, ...projected(options) }
  const found = await collection.find(filter, range)
  const count = url.searchParams.get('with_count') === 'true' ? await collection.count(filter) : undefined
  return {
    _links: {
      self: link(url, { page: String(page), limit: String(limit) }),
      first: link(url, { page: '1', limit: String(limit) }),
      ...(page > 1 && { previous: link(url, { page: String(page - 1), limit: String(limit) }) }),
      ...(found.length > limit && { next: link(url, { page: String(page + 1), limit: String(limit) }) }),
    },
    current_page: page,
    ...(count !== undefined && { items_count: count }),
    _embedded: { items: embedded(url, found.slice(0, limit), options) },
  }
}

async function followingPage(url: URL, limit: number, options: PageOptions): Promise<JsonObject> {
  const { collection, filter, key } = options
  const after = url.searchParams.get('search_after')
  const behind = after === null ? filter : { $and: [filter, { [key]: { $gt: after } }] }
  const found = await collection.find(behind, { sort: { [key]: 1 }, limit: limit + 1, ...projected(options) })
  const page = found.slice(0, limit)
  return {
    _links: {
      self: link(url, { limit: String(limit) }),
      first: link(url, { limit: String(limit), search_after: undefined }),
      ...(found.length > limit && {
        next: link(url, { limit: String(limit), search_after: String(page.at(-1)?.[key]) }),
      }),
    },
    _embedded: { items: embedded(url, page, options) },
  }
}

function projected({ projection }: PageOptions): { projection?: Document } {
  return projection === undefined ? {} : { projection }
}

function embedded(url: URL, documents: readonly Document[], { key, present }: PageOptions): JsonObject[] {
  return documents.map((document) => ({
    _links: { self: { href: `${url.origin}${url.pathname}/${encodeURIComponent(String(document[key]))}` } },
    ...present(document),
  }))
}

function link(url: URL, changes: Record<string, string | undefined>): JsonObject {
  const target = new URL(url)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) target.searchParams.delete(name)
    else target.searchParams.set(name, value)
  }
  return { href: target.toString() }
}

function readNumber(url: URL, name: 'limit' | 'page', otherwise: number): number {
  const text = url.searchParams.get(name)
  if (text === null) return otherwise
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new Refusal(422, '422', `"${text.slice(0, 20)}" is not a valid ${name} number.`)
  return Number(text)
}
