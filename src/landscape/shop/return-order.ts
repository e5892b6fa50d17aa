import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { total } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { recordChange } from './change-event.ts'
import { priceOf, type Requester } from './change-order.ts'
import { lockOrder, type PlacedLine } from './orders.ts'
import { move, nextState } from './state-machine.ts'

/** The customer says what he sends back; more than was shipped and is not on its way back already is refused. */
export function registerReturn(
  store: SqlStore,
  idOrNumber: string,
  wanted: readonly { reference: string; quantity: number }[],
  { customerId }: Requester,
  now: Instant,
): Promise<{ id: string; state: string }> {
  return store.transaction(async (session) => {
    const order = await lockOrder(session, idOrNumber, customerId)
    nextState('order_delivery', order.delivery.state, 'retour_partially')
    const lines = wanted.map(({ reference, quantity }) => {
      const line = order.lines.find(({ id, productNumber }) => reference === id || reference === productNumber)
      if (line === undefined) throw new Refusal(400, 'CHECKOUT__ORDER_LINE_NOT_FOUND', 'The order has no such line.')
      if (quantity > line.quantity - line.returned)
        throw new Refusal(400, 'CHECKOUT__RETURN_EXCEEDS_ORDER', 'More cannot come back than was sent.')
      return { product_number: line.productNumber, quantity }
    })
    const { rows } = await session.query<{ id: string; state: string }>(
      'insert into order_return (order_id, created_at) values ($1, $2) returning id, state',
      [order.id, new Date(now)],
    )
    const [created] = rows
    if (created === undefined) throw new Error('a return was not written')
    await session.query(
      `insert into order_return_line_item (return_id, product_number, quantity)
       select $1, product_number, sum(quantity) from json_to_recordset($2) as l(product_number text, quantity int) group by product_number`,
      [created.id, JSON.stringify(lines)],
    )
    return created
  })
}

/** What was sent back is here and in order: it goes back into the stock, and its price to the customer. */
export function completeReturn(
  store: SqlStore,
  returnId: string,
  { correlationId }: Requester,
  now: Instant,
): Promise<string> {
  return store.transaction(async (session) => {
    const { orderId, lines } = await readReturn(session, returnId)
    const order = await lockOrder(session, orderId)
    const state = await move(session, 'order_return', returnId, 'complete', now)
    const back = await unitsBack(session, orderId)
    const prices = lines.map(({ sku, quantity }) => {
      const line = order.lines.find(({ productNumber }) => productNumber === sku) as PlacedLine
      const units = back.get(sku) ?? 0
      return priceOf(line, units - quantity, units)
    })
    const isAll = order.lines.every((line) => back.get(line.productNumber) === line.quantity)
    await move(session, 'order_delivery', order.delivery.id, isAll ? 'retour' : 'retour_partially', now)
    const change = { kind: 'returned' as const, lines, amount: total(prices) }
    await recordChange(session, order, { ...change, ...(correlationId !== undefined && { correlationId }) }, now)
    return state
  })
}

async function readReturn(
  session: SqlSession,
  id: string,
): Promise<{ orderId: string; lines: { sku: string; quantity: number }[] }> {
  const { rows } = await session.query<{ orderId: string; lines: { sku: string; quantity: number }[] }>(
    `select order_id as "orderId", (select json_agg(json_build_object('sku', product_number, 'quantity', quantity))
       from order_return_line_item where return_id = r.id) as lines from order_return r where id::text = $1`,
    [id],
  )
  if (rows[0] === undefined)
    throw new Refusal(404, 'FRAMEWORK__RESOURCE_NOT_FOUND', 'There is no order_return with this id.')
  return rows[0]
}

/** By article, the units of an order that have come back, this return included. */
async function unitsBack(session: SqlSession, orderId: string): Promise<Map<string, number>> {
  const { rows } = await session.query<{ sku: string; units: number }>(
    `select product_number as sku, sum(quantity)::int as units from order_return_line_item l
     join order_return r on r.id = l.return_id where r.order_id = $1 and r.state = 'done' group by product_number`,
    [orderId],
  )
  return new Map(rows.map(({ sku, units }) => [sku, units]))
}
