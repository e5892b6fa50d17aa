import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { writeOutbox } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'
import type { ShopCustomer } from './context.ts'
import type { HeldPayment, RequestedPayment } from './payments.ts'

export interface OrderToPlace {
  cart: Cart
  customer: ShopCustomer
  orderNumber: string
  payments: readonly RequestedPayment[]
  comment?: string
  /** How the customer wants to get it: the gateway knows what to make of it. */
  fulfilment?: JsonObject
  correlationId?: string
}

/** The next number of the shop's number range; a number that is not used is lost. */
export async function nextOrderNumber(store: SqlStore): Promise<string> {
  const { rows } = await store.query<{ value: number }>(
    `insert into number_range (name, next_value) values ('order', 10001)
     on conflict (name) do update set next_value = number_range.next_value + 1 returning next_value - 1 as value`,
  )
  return String(rows[0]?.value)
}

/** Writes the order, its event and the empty cart in one transaction. */
export function placeOrder(
  store: SqlStore,
  order: OrderToPlace,
  payments: readonly HeldPayment[],
  now: Instant,
): Promise<void> {
  return store.transaction(async (session) => {
    const { rowCount } = await session.query('delete from cart where token = $1', [order.cart.token])
    if (rowCount === 0) throw new Refusal(400, 'CHECKOUT__CART_EMPTY', 'Cart is empty')
    const { id, address } = await insertOrder(session, order, now)
    await session.query(
      `insert into order_line_item (order_id, product_number, label, quantity, unit_price, discount, total_price, is_gift)
       select $1, "productNumber", label, quantity, "unitPrice", discount, "totalPrice", "isGift" from json_to_recordset($2)
         as line("productNumber" text, label text, quantity int, "unitPrice" numeric, discount numeric,
           "totalPrice" numeric, "isGift" boolean)`,
      [id, JSON.stringify(order.cart.lines)],
    )
    await session.query(
      `insert into order_transaction (order_id, state, payment_method, payment_reference, amount)
       select $1, state, method, reference, amount from json_to_recordset($2)
         as p(state text, method text, reference text, amount numeric)`,
      [id, JSON.stringify(payments)],
    )
    await session.query(
      `insert into order_delivery (order_id, state, shipping_address) select id, 'open', billing_address from "order" where id = $1`,
      [id],
    )
    await writeOutbox(
      session,
      [
        {
          topic: 'orders',
          key: order.orderNumber,
          payload: orderEvent(order, address, now),
          ...(order.correlationId !== undefined && { correlationId: order.correlationId }),
        },
      ],
      now,
    )
  })
}

/** Writes the order with the customer's main address, and gives both. */
async function insertOrder(
  session: SqlSession,
  order: OrderToPlace,
  now: Instant,
): Promise<{ id: string; address: JsonObject | null }> {
  const { customer, cart } = order
  const { rows } = await session.query<{ id: string; address: JsonObject | null }>(
    `insert into "order" (order_number, customer_id, order_customer, billing_address, amount_total, currency, state,
       customer_comment, custom_fields, correlation_id, order_date_time, shipping_total)
     select $1, $2, $3, (select to_jsonb(a) - 'id' - 'customer_id' from customer_address a
         where a.customer_id = $2 order by is_default desc limit 1), $4, $5, 'open', $6, '{}', $7, $8, $9
     returning id, billing_address as address`,
    [
      order.orderNumber,
      customer.id,
      JSON.stringify({
        customerNumber: customer.customerNumber,
        email: customer.email,
        firstName: customer.firstName,
        lastName: customer.lastName,
      }),
      cart.total,
      cart.currency,
      order.comment ?? null,
      order.correlationId ?? null,
      new Date(now),
      cart.shipping,
    ],
  )
  return rows[0] ?? { id: '', address: null }
}

function orderEvent(
  { orderNumber, customer, cart, comment }: OrderToPlace,
  address: JsonObject | null,
  now: Instant,
): JsonObject {
  return {
    event: 'checkout.order.placed',
    orderNumber,
    customerNumber: customer.customerNumber,
    email: customer.email,
    placedAt: new Date(now).toISOString(),
    total: cart.total,
    currency: cart.currency,
    shipping: cart.shipping,
    ...(comment !== undefined && { comment }),
    ...(address !== null && { shippingAddress: addressOf(address) }),
    lines: cart.lines.map(({ productNumber, quantity, unitPrice, totalPrice }) => ({
      sku: productNumber,
      quantity,
      unitPrice,
      totalPrice,
    })),
  }
}

function addressOf({ first_name, last_name, company, street, zipcode, city, country }: JsonObject): JsonObject {
  const address = { firstName: first_name, lastName: last_name, company, street, zipcode, city, country }
  return Object.fromEntries(Object.entries(address).map(([name, value]) => [name, value ?? null]))
}

/** The placed order in the API's shape. */
export function orderJson({ orderNumber, cart, customer }: OrderToPlace): JsonObject {
  return {
    orderNumber,
    amountTotal: Number(cart.total),
    currency: cart.currency,
    stateMachineState: { technicalName: 'open', name: 'Open' },
    orderCustomer: { customerNumber: customer.customerNumber },
    lineItems: cart.lines.map((line) => ({
      referencedId: line.productNumber,
      quantity: line.quantity,
      totalPrice: Number(line.totalPrice),
    })),
    transactions: [{ stateMachineState: { technicalName: 'authorized', name: 'Authorized' } }],
    apiAlias: 'order',
  }
}
