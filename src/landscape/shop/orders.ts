import type { JsonObject } from '../../core/json.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

/** A placed order with all that belongs to it. Amounts are decimal texts. */
export interface PlacedOrder {
  id: string
  orderNumber: string
  customerId: string | null
  customerNumber: string
  email: string
  state: string
  amountTotal: string
  currency: string
  lines: readonly PlacedLine[]
  transactions: readonly Transaction[]
  delivery: { id: string; state: string }
}

export interface PlacedLine {
  id: string
  productNumber: string
  quantity: number
  /** After discounts. */
  totalPrice: string
  /** Units that came back, or are on their way back. */
  returned: number
}

export interface Transaction {
  id: string
  state: string
  method: string
  reference: string
  amount: string
  /** Given back, or about to be. */
  refunded: string
}

const select = `select o.id, order_number as "orderNumber", customer_id as "customerId",
    order_customer->>'customerNumber' as "customerNumber", order_customer->>'email' as email, o.state,
    amount_total as "amountTotal", currency,
    (select coalesce(json_agg(json_build_object('id', id, 'productNumber', product_number, 'quantity', quantity,
        'totalPrice', total_price::text, 'returned', (select coalesce(sum(r.quantity), 0) from order_return_line_item r
          join order_return b on b.id = r.return_id
          where b.order_id = o.id and b.state <> 'cancelled' and r.product_number = l.product_number))
        order by product_number), '[]') from order_line_item l where l.order_id = o.id) as lines,
    (select coalesce(json_agg(json_build_object('id', t.id, 'state', state, 'method', payment_method,
        'reference', payment_reference, 'amount', amount::text, 'refunded', (select coalesce(sum(f.amount), 0)
          from order_transaction_refund f where f.transaction_id = t.id and f.state <> 'failed')::numeric(14,2)::text)
        order by payment_method, t.id), '[]') from order_transaction t where t.order_id = o.id) as transactions,
    (select json_build_object('id', id, 'state', state) from order_delivery d where d.order_id = o.id limit 1) as delivery
  from "order" o`

/** Orders of one customer, the youngest first. */
export async function ordersOf(session: SqlSession, customerId: string, orderNumber?: string): Promise<PlacedOrder[]> {
  const { rows } = await session.query<Record<string, unknown>>(
    `${select} where customer_id = $1 and ($2::text is null or order_number = $2) order by order_date_time desc, order_number desc limit 500`,
    [customerId, orderNumber ?? null],
  )
  return rows as unknown as PlacedOrder[]
}

/** The order as nobody else can change it until the transaction ends; by its id or its number. */
export async function lockOrder(session: SqlSession, idOrNumber: string, customerId?: string): Promise<PlacedOrder> {
  await session.query('select 1 from "order" where id::text = $1 or order_number = $1 for update', [idOrNumber])
  const { rows } = await session.query<Record<string, unknown>>(
    `${select} where (o.id::text = $1 or order_number = $1) and ($2::uuid is null or customer_id = $2)`,
    [idOrNumber, customerId ?? null],
  )
  if (rows[0] === undefined) throw new Refusal(404, 'CHECKOUT__ORDER_NOT_FOUND', 'The order could not be found.')
  return rows[0] as unknown as PlacedOrder
}

/** The order in the API's shape. */
export function placedOrderJson(order: PlacedOrder): JsonObject {
  const state = (technicalName: string): JsonObject => ({ technicalName })
  return {
    id: order.id,
    orderNumber: order.orderNumber,
    amountTotal: Number(order.amountTotal),
    currency: order.currency,
    stateMachineState: state(order.state),
    orderCustomer: { customerNumber: order.customerNumber },
    lineItems: order.lines.map((line) => ({
      id: line.id,
      referencedId: line.productNumber,
      quantity: line.quantity,
      returned: line.returned,
      totalPrice: Number(line.totalPrice),
    })),
    transactions: order.transactions.map((transaction) => ({
      id: transaction.id,
      paymentMethod: transaction.method,
      amount: Number(transaction.amount),
      refunded: Number(transaction.refunded),
      stateMachineState: state(transaction.state),
    })),
    deliveries: [{ id: order.delivery.id, stateMachineState: state(order.delivery.state) }],
    apiAlias: 'order',
  }
}
