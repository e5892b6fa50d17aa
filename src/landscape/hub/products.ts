import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { optionalText } from '../fields.ts'
import { type Availability, readAvailability } from '../oms/availability.ts'
import { warehouseName } from './inventory.ts'
import { hubRefusal, type Method, requireInventory } from './method.ts'
import { pageOf } from './page.ts'

interface ProductRow extends Record<string, unknown> {
  sku: string
  name: string
  ean: string | null
  description: string | null
  price: string | null
  taxRate: string | null
}

const mostProducts = 1_000

/** A page of products with their prices and units, by their ids: the article numbers. */
export const getInventoryProductsList: Method = async ({ shop, oms }, parameters) => {
  requireInventory(parameters)
  const filters = ['filter_id', 'filter_sku', 'filter_ean', 'filter_name'].map(
    (name) => optionalText(parameters, name) ?? null,
  )
  const rows = await readProducts(
    shop,
    `($1::text is null or product_number = $1) and ($2::text is null or product_number = $2)
       and ($3::text is null or ean = $3) and ($4::text is null or position(lower($4) in lower(name)) > 0)`,
    filters,
    pageOf(parameters, mostProducts),
  )
  const units = await unitsOf(oms, rows)
  const shown = rows.map(({ sku, name, ean, price }) => ({
    id: sku,
    sku,
    ean: ean ?? '',
    name,
    prices: pricesOf(price),
    stock: stockOf(units.get(sku)),
  }))
  return { products: byId(shown) }
}

/** Everything about some products; those that there are not are left out. */
export const getInventoryProductsData: Method = async ({ shop, oms }, parameters) => {
  requireInventory(parameters)
  const { products: ids } = parameters
  if (!Array.isArray(ids) || ids.length > mostProducts)
    throw hubRefusal('ERROR_BAD_PARAMETERS', `products must be a list of up to ${mostProducts} ids`)
  const rows = await readProducts(shop, 'product_number = any($1)', [ids.map(String)], { limit: mostProducts, skip: 0 })
  const units = await unitsOf(oms, rows)
  const shown = rows.map(({ sku, name, ean, price, description, taxRate }) => ({
    id: sku,
    is_bundle: false,
    sku,
    ean: ean ?? '',
    tax_rate: Number(taxRate ?? 0),
    prices: pricesOf(price),
    stock: stockOf(units.get(sku)),
    text_fields: { name, description: description ?? '' },
  }))
  return { products: byId(shown) }
}

/** The units of a page of products, and how many of them are held. */
export const getInventoryProductsStock: Method = async ({ shop, oms }, parameters) => {
  requireInventory(parameters)
  const rows = await readProducts(shop, 'true', [], pageOf(parameters, mostProducts))
  const units = await unitsOf(oms, rows)
  const shown = rows.map(({ sku }) => ({
    id: sku,
    product_id: sku,
    stock: stockOf(units.get(sku)),
    reservations: Object.fromEntries(
      (units.get(sku) ?? []).map(({ location, held }) => [warehouseName(location), held]),
    ),
  }))
  return { products: byId(shown) }
}

async function readProducts(
  shop: SqlStore,
  where: string,
  params: readonly unknown[],
  { limit, skip }: { limit: number; skip: number },
): Promise<ProductRow[]> {
  const { rows } = await shop.query<ProductRow>(
    `select product_number as sku, name, ean, description, price, tax_rate as "taxRate" from product
     where active and ${where} order by product_number limit ${limit} offset ${skip}`,
    [...params],
  )
  return rows
}

async function unitsOf(oms: SqlStore, products: readonly ProductRow[]): Promise<Map<string, Availability[]>> {
  const skus = products.map(({ sku }) => sku)
  const all = await readAvailability(oms, skus)
  return Map.groupBy(
    all.filter(({ kind }) => kind === 'warehouse'),
    ({ sku }) => sku,
  )
}

function stockOf(units: readonly Availability[] = []): JsonObject {
  return Object.fromEntries(units.map(({ location, onHand }) => [warehouseName(location), onHand]))
}

function pricesOf(price: string | null): JsonObject {
  return price === null ? {} : { 1: Number(price) }
}

function byId(products: readonly (JsonObject & { id: string })[]): JsonObject {
  return Object.fromEntries(products.map((product) => [product.id, product]))
}
