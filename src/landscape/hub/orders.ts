import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { optionalText } from '../fields.ts'
import { cancelOrder } from '../shop/change-order.ts'
import { lockOrder } from '../shop/orders.ts'
import { move } from '../shop/state-machine.ts'
import { hubRefusal, type Method } from './method.ts'

/** The hub's statuses, and the shop's states that they stand for. */
const statuses = [
  { id: 1, name: 'New', state: 'open', color: '#3498db' },
  { id: 2, name: 'In progress', state: 'in_progress', color: '#f39c12' },
  { id: 3, name: 'Done', state: 'completed', color: '#27ae60' },
  { id: 4, name: 'Cancelled', state: 'cancelled', color: '#7f8c8d' },
] as const

const mostOrders = 100

export const getOrderStatusList: Method = async () => ({
  statuses: statuses.map(({ id, name, color }) => ({ id, name, name_for_customer: name, color })),
})

interface OrderRow extends Record<string, unknown> {
  order: JsonObject & { state: string }
}

/** Up to 100 orders, the oldest first: `order_id`, or those from `date_confirmed_from` on, in a status. */
export const getOrders: Method = async ({ shop }, parameters) => {
  const { status_id: wanted } = parameters
  const state = wanted === undefined || wanted === null ? null : stateOf(wanted)
  const { rows } = await shop.query<OrderRow>(
    `select json_build_object('order_id', order_number, 'state', state, 'currency', currency,
       'date_add', floor(extract(epoch from order_date_time)), 'date_confirmed', floor(extract(epoch from order_date_time)),
       'email', coalesce(order_customer->>'email', ''), 'user_login', coalesce(order_customer->>'customerNumber', ''),
       'user_comments', coalesce(customer_comment, ''), 'delivery_price', shipping_total,
       'payment_done', (select coalesce(sum(amount), 0) from order_transaction t where t.order_id = o.id and t.state = 'paid'),
       'products', (select coalesce(json_agg(json_build_object('order_product_id', id, 'product_id', product_number,
           'sku', product_number, 'name', coalesce(label, ''), 'quantity', quantity, 'price_brutto', round(total_price / quantity, 2))
           order by product_number), '[]') from order_line_item l where l.order_id = o.id)) as "order"
     from "order" o where ($1::text is null or order_number = $1) and ($2::numeric is null or order_date_time >= to_timestamp($2::numeric))
       and ($3::text is null or state = $3)
     order by order_date_time, order_number limit ${mostOrders}`,
    [orderId(parameters) ?? null, momentIn(parameters, 'date_confirmed_from'), state],
  )
  return { orders: rows.map(({ order: { state: shown, ...order } }) => ({ ...order, order_status_id: idOf(shown) })) }
}

/** Takes the steps of the shop's order to the status; back is no step. */
export const setOrderStatus: Method = async ({ shop }, parameters, { now, correlationId }) => {
  const id = orderId(parameters)
  if (id === undefined) throw hubRefusal('ERROR_BAD_PARAMETERS', 'order_id is needed')
  const wanted = stateOf(parameters.status_id)
  if (wanted === 'cancelled')
    await cancelOrder(shop, id, { ...(correlationId !== undefined && { correlationId }) }, now)
  else await stepTo(shop, id, wanted, now)
  return {}
}

const path = ['open', 'in_progress', 'completed']
const steps = ['process', 'complete']

async function stepTo(shop: SqlStore, orderNumber: string, wanted: string, now: Instant): Promise<void> {
  await shop.transaction(async (session) => {
    const { id, state } = await lockOrder(session, orderNumber)
    const [from, to] = [path.indexOf(state), path.indexOf(wanted)]
    if (from < 0 || to < from)
      throw hubRefusal('ERROR_ORDER_STATUS', 'The order cannot be set back to an earlier status.')
    for (const step of steps.slice(from, to)) await move(session, 'order', id, step, now)
  })
}

function stateOf(id: unknown): string {
  const status = statuses.find((one) => one.id === Number(id))
  if (status === undefined) throw hubRefusal('ERROR_STATUS_ID', 'There is no such status.')
  return status.state
}

function idOf(state: string): number {
  return statuses.find((one) => one.state === state)?.id ?? 1
}

function orderId(parameters: JsonObject): string | undefined {
  const { order_id: id } = parameters
  return typeof id === 'number' ? String(id) : optionalText(parameters, 'order_id')
}

function momentIn(parameters: JsonObject, name: string): number | null {
  const { [name]: value } = parameters
  if (value === undefined || value === null || value === 0) return null
  const seconds = Number(value)
  if (Number.isSafeInteger(seconds) && seconds > 0 && seconds < 32_503_680_000) return seconds
  throw hubRefusal('ERROR_BAD_PARAMETERS', `${name} must be a time in seconds since 1970`)
}
