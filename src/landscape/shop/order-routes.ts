import { type HttpHandler, HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField, wholeField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'
import { cancelOrder, changeOrder, type Requester } from './change-order.ts'
import { completeRefund } from './complete-refund.ts'
import { requireCustomer, type ShopContext } from './context.ts'
import { lockOrder, ordersOf, placedOrderJson } from './orders.ts'
import { completeReturn, registerReturn } from './return-order.ts'
import { isStateful, move } from './state-machine.ts'

export interface OrderRouteParts {
  route: Route
  store: SqlStore
  clock: Scheduler
  shopper(call: ApiCall): Promise<ShopContext>
  requireAdmin(call: ApiCall): void
  /** Lets what was written to the outbox go, then answers. */
  told(body: JsonObject): Promise<Response>
}

/** What becomes of placed orders: by the customer over the Store API, by the shop's people over the Admin API. */
export function orderRoutes({ route, store, clock, shopper, requireAdmin, told }: OrderRouteParts): HttpHandler[] {
  const requester = async (call: ApiCall): Promise<Requester & { customerId: string }> => ({
    customerId: requireCustomer(await shopper(call)).id,
    ...correlation(call),
  })

  return [
    route('post', '/store-api/order', async (call) => {
      const { customerId } = await requester(call)
      const orders = await ordersOf(store, customerId, optionalText(await call.json(), 'orderNumber'))
      return HttpResponse.json({ orders: { elements: orders.map(placedOrderJson), total: orders.length } })
    }),
    route('post', '/store-api/order/state/cancel', async (call) => {
      const who = await requester(call)
      const order = await cancelOrder(store, textField(await call.json(), 'orderId'), who, clock.now())
      return told(placedOrderJson(order))
    }),
    route('patch', '/store-api/order/:orderId/line-item', async (call) => {
      const who = await requester(call)
      const wanted = listField(await call.json(), 'items').map((item) => ({
        reference: textField(item, 'referencedId'),
        quantity: unitsLeft(item),
      }))
      return told(placedOrderJson(await changeOrder(store, call.params.orderId ?? '', wanted, who, clock.now())))
    }),
    route('post', '/store-api/order/:orderId/return', async (call) => {
      const who = await requester(call)
      const wanted = listField(await call.json(), 'lineItems').map((item) => ({
        reference: textField(item, 'referencedId'),
        quantity: countField(item, 'quantity'),
      }))
      const { id, state } = await registerReturn(store, call.params.orderId ?? '', wanted, who, clock.now())
      return HttpResponse.json({ id, stateMachineState: { technicalName: state }, apiAlias: 'order_return' })
    }),
    route('post', '/api/search/order', async (call) => {
      requireAdmin(call)
      const order = await store.transaction(async (session) => lockOrder(session, await wantedNumber(call)))
      return HttpResponse.json({ data: [placedOrderJson(order)], total: 1 })
    }),
    route('post', '/api/_action/:entity/:id/state/:transition', async (call) => {
      requireAdmin(call)
      return told({ technicalName: await step(store, call, clock.now()), apiAlias: 'state_machine_state' })
    }),
  ]
}

/** Cancelling an order, completing a return and completing a refund are more than a step. An order goes by its number, too. */
async function step(store: SqlStore, call: ApiCall, now: number): Promise<string> {
  const { entity = '', id = '', transition = '' } = call.params
  if (!isStateful(entity)) throw new Refusal(404, 'FRAMEWORK__RESOURCE_NOT_FOUND', 'There is no such state machine.')
  if (entity === 'order' && transition === 'cancel') return (await cancelOrder(store, id, correlation(call), now)).state
  if (entity === 'order_return' && transition === 'complete') return completeReturn(store, id, correlation(call), now)
  if (entity === 'order_transaction_refund' && transition === 'complete') return completeRefund(store, id, now)
  return store.transaction(async (session) => {
    const own = entity === 'order' ? (await lockOrder(session, id)).id : id
    return move(session, entity, own, transition, now)
  })
}

async function wantedNumber(call: ApiCall): Promise<string> {
  const { filter } = await call.json()
  const [only] = Array.isArray(filter) ? filter : []
  if (!isJsonObject(only) || only.type !== 'equals' || only.field !== 'orderNumber' || typeof only.value !== 'string')
    throw new Refusal(
      400,
      'FRAMEWORK__INVALID_CRITERIA',
      'this mirror finds orders by one equals filter on orderNumber',
    )
  return only.value
}

function unitsLeft(item: JsonObject): number {
  const quantity = wholeField(item, 'quantity')
  if (quantity < 0) throw new Refusal(400, 'invalid', 'quantity must not be below 0')
  return quantity
}

function correlation({ correlationId }: ApiCall): { correlationId?: string } {
  return correlationId === undefined ? {} : { correlationId }
}
