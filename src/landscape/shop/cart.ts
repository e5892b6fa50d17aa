import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { cents, decimalText } from './money.ts'
import { findProducts } from './products.ts'

export interface CartLine {
  productNumber: string
  label: string
  quantity: number
  unitPrice: string
  totalPrice: string
}

export interface Cart {
  token: string
  lines: readonly CartLine[]
  total: string
  currency: string
}

interface StoredItem {
  productNumber: string
  quantity: number
}

/** The cart with the prices of this moment. */
export async function readCart(store: SqlStore, token: string): Promise<Cart> {
  const { rows } = await store.query<{ line_items: StoredItem[] }>('select line_items from cart where token = $1', [
    token,
  ])
  const items = rows[0]?.line_items ?? []
  const products = await findProducts(
    store,
    items.map((item) => item.productNumber),
  )
  const lines = items.flatMap(({ productNumber, quantity }) => {
    const product = products.find((candidate) => candidate.productNumber === productNumber)
    if (product === undefined || product.unitPrice === null) return []
    const totalPrice = decimalText(cents(product.unitPrice) * BigInt(quantity))
    return [{ productNumber, label: product.name, quantity, unitPrice: product.unitPrice, totalPrice }]
  })
  const total = decimalText(lines.reduce((sum, line) => sum + cents(line.totalPrice), 0n))
  return { token, lines, total, currency: products[0]?.currency ?? 'EUR' }
}

/** Adds products by id or number; the quantities of one product add up. */
export async function addToCart(
  store: SqlStore,
  token: string,
  added: readonly { reference: string; quantity: number }[],
  now: Instant,
): Promise<Cart> {
  const products = await findProducts(
    store,
    added.map((item) => item.reference),
  )
  const items = added.map(({ reference, quantity }) => {
    const product = products.find((candidate) => candidate.id === reference || candidate.productNumber === reference)
    if (product === undefined || product.unitPrice === null) {
      throw new Refusal(400, 'CHECKOUT__PRODUCT_NOT_FOUND', `The product ${reference.slice(0, 60)} could not be found.`)
    }
    return { productNumber: product.productNumber, quantity }
  })
  await store.transaction(async (session) => {
    const { rows } = await session.query<{ line_items: StoredItem[] }>(
      `insert into cart (token, line_items, updated_at) values ($1, '[]', $2)
       on conflict (token) do update set updated_at = excluded.updated_at returning line_items`,
      [token, new Date(now)],
    )
    const merged = mergeItems([...(rows[0]?.line_items ?? []), ...items])
    await session.query('update cart set line_items = $2 where token = $1', [token, JSON.stringify(merged)])
  })
  return readCart(store, token)
}

function mergeItems(items: readonly StoredItem[]): StoredItem[] {
  const quantities = new Map<string, number>()
  for (const { productNumber, quantity } of items)
    quantities.set(productNumber, (quantities.get(productNumber) ?? 0) + quantity)
  return [...quantities].map(([productNumber, quantity]) => ({ productNumber, quantity }))
}

/** The cart in the API's shape. */
export function cartJson({ token, lines, total, currency }: Cart): JsonObject {
  return {
    token,
    price: { totalPrice: Number(total), positionPrice: Number(total), currency },
    lineItems: lines.map((line) => ({
      type: 'product',
      referencedId: line.productNumber,
      label: line.label,
      quantity: line.quantity,
      price: { unitPrice: Number(line.unitPrice), totalPrice: Number(line.totalPrice), quantity: line.quantity },
    })),
    apiAlias: 'cart',
  }
}
