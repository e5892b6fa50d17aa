import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField, wholeField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { readAvailability } from './availability.ts'
import { allocateOrder, readOrders, takeOrder } from './orders.ts'
import { expireReservations, releaseReservation } from './release.ts'
import type { Reserve } from './reserve.ts'
import { takeStockCount } from './stock.ts'

export interface OmsOptions {
  store: SqlStore
  log: MessageLog
  clock: Scheduler
  apiKey: string
  /** Taken from the table of defects when one is switched on. */
  reserve: Reserve
}

/** The order management system: what is promised to whom. Its own REST API, with a bearer key. */
export function omsMirror({ store, log, clock, apiKey, reserve }: OmsOptions): Mirror {
  const route = routesWith((refusal) =>
    HttpResponse.json({ error: { code: refusal.code, message: refusal.message } }, { status: refusal.status }),
  )
  const relay = outboxRelay(store, log, clock.now)

  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`) {
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
    }
  }

  return {
    schedules: [
      clock.every('oms: expire reservations', 60_000, async () => {
        if ((await expireReservations(store, clock.now())) > 0) await relay()
      }),
      clock.every('oms: relay the outbox', 60_000, relay),
    ],
    handlers: [
      route('get', '/availability', async (call) => {
        authorize(call)
        const skus = call.url.searchParams.getAll('sku')
        return HttpResponse.json({ items: await readAvailability(store, skus.length > 0 ? skus : undefined) })
      }),
      route('post', '/reservations', async (call) => {
        authorize(call)
        const body = await call.json()
        const lines = listField(body, 'lines').map((line) => ({
          sku: textField(line, 'sku'),
          quantity: countField(line, 'quantity'),
        }))
        const request = {
          key: textField(body, 'key'),
          orderNumber: textField(body, 'orderNumber'),
          lines,
          ...correlation(call),
        }
        const outcome = await reserve(store, request, clock.now())
        if ('short' in outcome) {
          return HttpResponse.json({ error: { code: 'out-of-stock', lines: outcome.short } }, { status: 409 })
        }
        await relayPromptly(relay)
        return HttpResponse.json({ key: request.key, lines: outcome.reserved }, { status: 201 })
      }),
      route('delete', '/reservations/:key', async (call) => {
        authorize(call)
        const released = await releaseReservation(store, call.params.key ?? '', clock.now(), call.correlationId)
        await relayPromptly(relay)
        return HttpResponse.json({ released })
      }),
      route('post', '/orders', async (call) => {
        authorize(call)
        const body = await call.json()
        const order = {
          orderNumber: textField(body, 'orderNumber'),
          channel: optionalText(body, 'channel') ?? 'shop',
          customerNumber: textField(body, 'customerNumber'),
          ...correlation(call),
        }
        const { isNew, state } = await takeOrder(store, order, clock.now())
        await relayPromptly(relay)
        return HttpResponse.json({ orderNumber: order.orderNumber, state }, { status: isNew ? 201 : 200 })
      }),
      route('get', '/orders', async (call) => {
        authorize(call)
        const held = call.url.searchParams.get('held')
        return HttpResponse.json({ items: await readOrders(store, held === null ? {} : { held }) })
      }),
      route('get', '/orders/:orderNumber', async (call) => {
        authorize(call)
        const orderNumber = call.params.orderNumber ?? ''
        const [order] = await readOrders(store, { orderNumber })
        if (order === undefined) throw new Refusal(404, 'unknown-order', `there is no order ${orderNumber}`)
        return HttpResponse.json(order)
      }),
      route('post', '/orders/:orderNumber/allocation', async (call) => {
        authorize(call)
        const allocated = await allocateOrder(store, call.params.orderNumber ?? '', clock.now(), call.correlationId)
        await relayPromptly(relay)
        return HttpResponse.json({ allocated })
      }),
      route('put', '/stock', async (call) => {
        authorize(call)
        const counts = listField(await call.json(), 'items').map((item) => ({
          sku: textField(item, 'sku'),
          location: textField(item, 'location'),
          onHand: wholeField(item, 'onHand'),
        }))
        const changed = await takeStockCount(store, counts, clock.now())
        await relayPromptly(relay)
        return HttpResponse.json({ changed })
      }),
    ],
  }
}

function correlation({ correlationId }: ApiCall): { correlationId?: string } {
  return correlationId === undefined ? {} : { correlationId }
}
