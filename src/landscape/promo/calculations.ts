import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { decimalText, total } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { type Calculation, type CartToCalculate, calculate } from './calculate.ts'
import { applicablePromotions } from './promotions.ts'

export interface CalculationRequest extends CartToCalculate {
  /** Names the cart: its last calculation is the one that an order redeems. */
  key: string
  currency: string
  coupons: readonly string[]
  correlationId?: string
}

/** Calculates a cart and keeps what came out. One that an order has redeemed is not calculated again. */
export function calculateCart(store: SqlStore, request: CalculationRequest, now: Instant): Promise<JsonObject> {
  return store.transaction(async (session) => {
    const calculation = calculate(request, await applicablePromotions(session, request.coupons, now))
    const detail = calculationJson(request, calculation)
    const { rowCount } = await session.query(
      `insert into calculation as known (key, currency, subtotal, discount, shipping, total, coupons, gifts, detail,
         correlation_id, calculated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (key) do update set currency = excluded.currency, subtotal = excluded.subtotal,
         discount = excluded.discount, shipping = excluded.shipping, total = excluded.total, coupons = excluded.coupons,
         gifts = excluded.gifts, detail = excluded.detail, correlation_id = excluded.correlation_id,
         calculated_at = excluded.calculated_at where known.order_number is null`,
      [
        request.key,
        request.currency,
        detail.subtotal,
        detail.discount,
        detail.shipping,
        detail.total,
        JSON.stringify(request.coupons),
        JSON.stringify(detail.gifts),
        JSON.stringify(detail),
        request.correlationId ?? null,
        new Date(now),
      ],
    )
    if (rowCount === 0) throw new Refusal(409, 'redeemed', 'an order has redeemed this calculation')
    return detail
  })
}

/** An order takes what was calculated for its cart, and uses its coupons up. Doing so twice changes nothing. */
export function redeemCalculation(store: SqlStore, key: string, orderNumber: string): Promise<JsonObject> {
  return store.transaction(async (session) => {
    const { rows } = await session.query<{ orderNumber: string | null; coupons: string[]; detail: JsonObject }>(
      'select order_number as "orderNumber", coupons, detail from calculation where key = $1 for update',
      [key],
    )
    const [calculation] = rows
    if (calculation === undefined)
      throw new Refusal(404, 'unknown-calculation', 'there is no calculation with this key')
    if (calculation.orderNumber === orderNumber) return calculation.detail
    if (calculation.orderNumber !== null)
      throw new Refusal(409, 'redeemed', 'another order has redeemed this calculation')
    await useCoupons(session, calculation.coupons, -1)
    await session.query('update calculation set order_number = $2 where key = $1', [key, orderNumber])
    return calculation.detail
  })
}

/** The order was not placed after all: its coupons can be used again. */
export function releaseCalculation(store: SqlStore, key: string): Promise<void> {
  return store.transaction(async (session) => {
    const { rows } = await session.query<{ coupons: string[] }>(
      'select coupons from calculation where key = $1 and order_number is not null for update',
      [key],
    )
    if (rows[0] === undefined) return
    await useCoupons(session, rows[0].coupons, 1)
    await session.query('update calculation set order_number = null where key = $1', [key])
  })
}

async function useCoupons(session: SqlSession, codes: readonly string[], change: number): Promise<void> {
  const counted = await session.query('select 1 from coupon where code = any($1) and uses_left is not null', [codes])
  const { rowCount } = await session.query(
    'update coupon set uses_left = uses_left + $2 where code = any($1) and uses_left is not null and uses_left + $2 >= 0',
    [codes, change],
  )
  if (rowCount !== counted.rowCount) throw new Refusal(409, 'coupon-used', 'a coupon has been used up in the meantime')
}

function calculationJson({ key, currency, lines }: CalculationRequest, calculation: Calculation): JsonObject {
  const { discounts, gifts, choices, subtotal, shipping } = calculation
  const off = discounts.filter(({ kind }) => kind !== 'delivery').map(({ amount }) => amount)
  return {
    key,
    currency,
    subtotal: decimalText(subtotal),
    discount: decimalText(total(off)),
    shipping: decimalText(shipping),
    total: decimalText(calculation.total),
    lines: lines.map(({ sku, quantity, unitPrice }, index) => ({
      sku,
      quantity,
      unitPrice: decimalText(unitPrice),
      discount: decimalText(total(discounts.map(({ parts }) => parts[index] ?? 0n))),
    })),
    discounts: discounts.map(({ promotionId, kind, name, amount }) => ({
      promotionId,
      kind,
      name,
      amount: decimalText(amount),
    })),
    gifts: gifts.map(({ promotionId, sku, quantity }) => ({ promotionId, sku, quantity })),
    choices: choices.map(({ promotionId, options }) => ({
      promotionId,
      options: options.map(({ sku, quantity }) => ({ sku, quantity })),
    })),
  }
}
