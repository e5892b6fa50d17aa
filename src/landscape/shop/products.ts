import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

/** A product as the Store API shows it. `availableStock` counts what can be delivered from warehouses. */
export interface ProductView extends Record<string, unknown> {
  id: string
  productNumber: string
  name: string
  ean: string | null
  stock: number
  availableStock: number
  available: boolean
  unitPrice: string | null
  currency: string | null
}

/** What this shop is to its products: they are shown where they have a place in this channel. */
const channel = 'ecommerce'

/* `$1` is the language, or null. */
const view = `
  select id, product_number as "productNumber", coalesce(translations -> $1::text ->> 'name', name) as name, ean, stock,
    available_stock as "availableStock", available_stock > 0 as available, price as "unitPrice", currency
  from product where active and not exists (
    select from product_visibility place where place.product_number = product.product_number
    having count(*) > 0 and count(*) filter (where channel = '${channel}' and ($1::text is null or language = $1)) = 0)`

const filterColumns: Readonly<Record<string, string>> = {
  productNumber: 'product_number',
  ean: 'ean',
  id: 'id::text',
  name: 'name',
}

/**
 * Reads a criteria object: `filter` with `equals` and `equalsAny`, `page` and `limit`. With a language, `pl-PL`, only what
 * is to be seen in it, under its name there.
 */
export async function searchProducts(
  store: SqlStore,
  criteria: JsonObject,
  language: string | null = null,
): Promise<ProductView[]> {
  const { conditions, params } = readConditions(criteria, language)
  const { limit, page } = pagingOf(criteria)
  params.push(limit, (page - 1) * limit)
  const { rows } = await store.query<ProductView>(
    `${view}${conditions} order by product_number limit $${params.length - 1} offset $${params.length}`,
    params,
  )
  return rows
}

/** How many products a criteria object finds on all pages. */
export async function countProducts(store: SqlStore, criteria: JsonObject, language: string | null): Promise<number> {
  const { conditions, params } = readConditions(criteria, language)
  const { rows } = await store.query<{ count: string }>(`select count(*) from (${view}${conditions}) as found`, params)
  return Number(rows[0]?.count)
}

/** `limit` and `page` of a criteria object: 24 and the first when nothing is said. */
export function pagingOf({ limit, page }: JsonObject): { limit: number; page: number } {
  return { limit: readPaging(limit, 24), page: readPaging(page, 1) }
}

function readConditions(criteria: JsonObject, language: string | null): { conditions: string; params: unknown[] } {
  const params: unknown[] = [language]
  const conditions = readFilters(criteria.filter).map(({ field, values }) => {
    params.push(values)
    return ` and ${filterColumns[field]} = any($${params.length})`
  })
  return { conditions: conditions.join(''), params }
}

export async function findProducts(store: SqlStore, ids: readonly string[]): Promise<ProductView[]> {
  const { rows } = await store.query<ProductView>(`${view} and (id::text = any($2) or product_number = any($2))`, [
    null,
    ids,
  ])
  return rows
}

/** The product in the API's shape, prices as the calculated price of the context. */
export function productJson({ unitPrice, currency, ...product }: ProductView): JsonObject {
  return {
    ...(product as JsonObject),
    calculatedPrice:
      unitPrice === null ? null : { unitPrice: Number(unitPrice), totalPrice: Number(unitPrice), quantity: 1 },
    currency,
    apiAlias: 'product',
  }
}

function readFilters(filter: Json | undefined): { field: string; values: string[] }[] {
  if (filter === undefined) return []
  if (!Array.isArray(filter)) throw invalid('filter must be a list')
  return filter.map((entry) => {
    if (!isJsonObject(entry)) throw invalid('each filter must be an object')
    const { type, field, value } = entry
    if (typeof field !== 'string' || filterColumns[field] === undefined)
      throw invalid('the filter names a field that cannot be filtered by')
    if (type === 'equals') return { field, values: [String(value)] }
    if (type === 'equalsAny')
      return { field, values: (Array.isArray(value) ? value : String(value).split('|')).map(String) }
    throw invalid('this mirror filters with equals and equalsAny')
  })
}

function readPaging(value: Json | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 500)
    throw invalid('page and limit must be from 1 to 500')
  return value
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'FRAMEWORK__INVALID_CRITERIA', message)
}
