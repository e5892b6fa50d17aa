import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { findProducts } from './products.ts'

/** What a cart remembers: what is in it, and nothing of what it costs. */
export interface StoredCart {
  /** Names this cart, from its first item until it is ordered. */
  id: string
  items: readonly StoredItem[]
  coupons: readonly string[]
  /** The gift that was chosen, by promotion. */
  choices: Readonly<Record<string, string>>
}

export interface StoredItem {
  productNumber: string
  quantity: number
}

/** What is put into a cart: a product by its id or number, a coupon code, or a gift that was chosen. */
export type AddedItem =
  | { type: 'product'; reference: string; quantity: number }
  | { type: 'promotion'; code: string }
  | { type: 'gift'; promotionId: string; sku: string }

export async function readItems(session: SqlSession, token: string): Promise<StoredCart | undefined> {
  const { rows } = await session.query<StoredCart & Record<string, unknown>>(
    'select id, line_items as items, coupons, choices from cart where token = $1',
    [token],
  )
  return rows[0]
}

/** Adds items; the quantities of one product add up, and a coupon counts once. */
export async function addItems(
  store: SqlStore,
  token: string,
  added: readonly AddedItem[],
  now: Instant,
): Promise<void> {
  const products = added.filter((item) => item.type === 'product')
  const items = await readProducts(store, products)
  const coupons = added.flatMap((item) => (item.type === 'promotion' ? [item.code] : []))
  const choices = added.flatMap((item) => (item.type === 'gift' ? [[item.promotionId, item.sku]] : []))
  await store.transaction(async (session) => {
    const { rows } = await session.query<{ line_items: StoredItem[] }>(
      `insert into cart as known (token, line_items, coupons, choices, updated_at) values ($1, '[]', $3, $4, $2)
       on conflict (token) do update set updated_at = excluded.updated_at, choices = known.choices || excluded.choices,
         coupons = (select coalesce(jsonb_agg(distinct code), '[]') from jsonb_array_elements_text(known.coupons || excluded.coupons) as c(code))
       returning line_items`,
      [token, new Date(now), JSON.stringify(coupons), JSON.stringify(Object.fromEntries(choices))],
    )
    const merged = mergeItems([...(rows[0]?.line_items ?? []), ...items])
    await session.query('update cart set line_items = $2 where token = $1', [token, JSON.stringify(merged)])
  })
}

/** Sets how many units of a product there are in a cart; none takes it out. Refused with 400 when it is not in there. */
export async function setQuantities(
  store: SqlStore,
  token: string,
  wanted: ReadonlyMap<string, number>,
  now: Instant,
): Promise<void> {
  await store.transaction(async (session) => {
    const { rows } = await session.query<{ line_items: StoredItem[] }>(
      'select line_items from cart where token = $1 for update',
      [token],
    )
    const items = rows[0]?.line_items ?? []
    const missing = [...wanted.keys()].find((number) => !items.some(({ productNumber }) => productNumber === number))
    if (missing !== undefined) {
      const message = `Line item with identifier ${missing.slice(0, 60)} not found`
      throw new Refusal(400, 'CHECKOUT__CART_LINE_ITEM_NOT_FOUND', message)
    }
    const left = items
      .map(({ productNumber, quantity }) => ({ productNumber, quantity: wanted.get(productNumber) ?? quantity }))
      .filter(({ quantity }) => quantity > 0)
    await session.query('update cart set line_items = $2, updated_at = $3 where token = $1', [
      token,
      JSON.stringify(left),
      new Date(now),
    ])
  })
}

async function readProducts(
  store: SqlStore,
  added: readonly { reference: string; quantity: number }[],
): Promise<StoredItem[]> {
  const products = await findProducts(
    store,
    added.map(({ reference }) => reference),
  )
  return added.map(({ reference, quantity }) => {
    const product = products.find((candidate) => candidate.id === reference || candidate.productNumber === reference)
    if (product === undefined || product.unitPrice === null) {
      throw new Refusal(400, 'CHECKOUT__PRODUCT_NOT_FOUND', `The product ${reference.slice(0, 60)} could not be found.`)
    }
    return { productNumber: product.productNumber, quantity }
  })
}

function mergeItems(items: readonly StoredItem[]): StoredItem[] {
  const quantities = new Map<string, number>()
  for (const { productNumber, quantity } of items)
    quantities.set(productNumber, (quantities.get(productNumber) ?? 0) + quantity)
  return [...quantities].map(([productNumber, quantity]) => ({ productNumber, quantity }))
}
