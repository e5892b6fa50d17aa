import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField, wholeField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { readAvailability } from './availability.ts'
import { fulfilmentRoutes } from './fulfilment-routes.ts'
import { readFulfilment } from './fulfilments.ts'
import { orderChangeRoutes } from './order-change-routes.ts'
import { changeOrderStatus } from './order-status.ts'
import { allocateOrder, readOrders, takeOrder } from './orders.ts'
import type { GiveBack } from './release.ts'
import type { Reserve } from './reserve.ts'
import type { TakeStockCount } from './stock.ts'
import { fileDrifts, readDrifts } from './stock-drift.ts'
import { watermarkRoutes } from './watermarks.ts'

export interface OmsOptions {
  store: SqlStore
  log: MessageLog
  clock: Scheduler
  apiKey: string
  /** Taken from the table of defects when one is switched on. */
  reserve: Reserve
  giveBack: GiveBack
  takeStockCount: TakeStockCount
}

/** The order management system: what is promised to whom. Its own REST API, with a bearer key. */
export function omsMirror({ store, log, clock, apiKey, reserve, giveBack, takeStockCount }: OmsOptions): Mirror {
  const route = routesWith(ownApiError)
  const relay = outboxRelay(store, log, clock.now)

  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`) {
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
    }
  }

  return {
    refuse: ownApiError,
    schedules: [
      clock.every('oms: expire reservations', 60_000, async () => {
        if ((await giveBack.expire(store, clock.now())) > 0) await relay()
      }),
      clock.every('oms: relay the outbox', 60_000, relay),
    ],
    handlers: [
      ...fulfilmentRoutes({ route, store, clock, authorize, relay }),
      ...watermarkRoutes(route, authorize, store, clock),
      ...orderChangeRoutes({ route, store, clock, authorize, relay }),
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
        const fulfilment = readFulfilment(body)
        const request = {
          key: textField(body, 'key'),
          orderNumber: textField(body, 'orderNumber'),
          lines,
          ...(fulfilment !== undefined && { fulfilment }),
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
        const released = await giveBack.cancel(store, call.params.key ?? '', clock.now(), call.correlationId)
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
      route('put', '/orders/:orderNumber/status', async (call) => {
        authorize(call)
        const body = await call.json()
        const change = {
          orderNumber: call.params.orderNumber ?? '',
          status: textField(body, 'status'),
          ...(body.version !== undefined && { version: countField(body, 'version') }),
          ...correlation(call),
        }
        const known = await changeOrderStatus(store, change, clock.now())
        return HttpResponse.json({ orderNumber: change.orderNumber, ...known })
      }),
      route('post', '/stock-drifts', async (call) => {
        authorize(call)
        const drifts = listField(await call.json(), 'items').map((item) => ({
          sku: textField(item, 'sku'),
          location: textField(item, 'location'),
          expected: wholeField(item, 'expected'),
          shown: wholeField(item, 'shown'),
        }))
        return HttpResponse.json({ filed: await fileDrifts(store, drifts, clock.now()) }, { status: 201 })
      }),
      route('get', '/stock-drifts', async (call) => {
        authorize(call)
        return HttpResponse.json({ items: await readDrifts(store) })
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
