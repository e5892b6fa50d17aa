import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, textField, wholeField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { fulfilmentKinds, lockFulfilment, readFulfilments, takeFulfilment } from './fulfilments.ts'
import { countShelves, type Goods, readShelves, receiveGoods } from './shelves.ts'
import { doWork, workNames } from './work.ts'

export interface WmsOptions {
  store: SqlStore
  log: MessageLog
  clock: Scheduler
  apiKey: string
}

/** Warehouse management: what lies where, and who picks, packs, ships, receives and counts. Its own REST API. */
export function wmsMirror({ store, log, clock, apiKey }: WmsOptions): Mirror {
  const route = routesWith(ownApiError)
  const relay = outboxRelay(store, log, clock.now)
  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
  }
  const booking = async (call: ApiCall, readUnits: typeof wholeField, book: typeof receiveGoods): Promise<Response> => {
    authorize(call)
    const goods = readGoods(await call.json(), readUnits, call.correlationId)
    const isNew = await book(store, goods, clock.now())
    await relayPromptly(relay)
    return HttpResponse.json({ reference: goods.reference }, { status: isNew ? 201 : 200 })
  }

  return {
    refuse: ownApiError,
    schedules: [clock.every('wms: relay the outbox', 60_000, relay)],
    handlers: [
      route('get', '/locations/:location/stock', async (call) => {
        authorize(call)
        const skus = call.url.searchParams.getAll('sku')
        return HttpResponse.json({ items: await readShelves(store, call.params.location ?? '', skus) })
      }),
      route('post', '/receipts', (call) => booking(call, countField, receiveGoods)),
      route('post', '/counts', (call) => booking(call, unitsField, countShelves)),
      route('post', '/fulfilments', async (call) => {
        authorize(call)
        const fulfilment = readFulfilment(await call.json(), call.correlationId)
        const isNew = await takeFulfilment(store, fulfilment, new Date(clock.now()))
        return HttpResponse.json({ id: fulfilment.id }, { status: isNew ? 201 : 200 })
      }),
      route('get', '/fulfilments', async (call) => {
        authorize(call)
        const { searchParams } = call.url
        const [orderNumber = null, location = null, state = null] = ['orderNumber', 'location', 'state'].map((name) =>
          searchParams.get(name),
        )
        return HttpResponse.json({ items: await readFulfilments(store, { orderNumber, location, state }) })
      }),
      route('get', '/fulfilments/:id', async (call) => {
        authorize(call)
        const id = call.params.id ?? ''
        return HttpResponse.json(await store.transaction((session) => lockFulfilment(session, id)))
      }),
      ...workNames.map((name) =>
        route('post', `/fulfilments/:id/${name}`, async (call) => {
          authorize(call)
          const fulfilment = await doWork(store, call.params.id ?? '', name, clock.now())
          await relayPromptly(relay)
          return HttpResponse.json(fulfilment)
        }),
      ),
    ],
  }
}

function readGoods(body: JsonObject, readUnits: typeof wholeField, correlationId?: string): Goods {
  return {
    reference: textField(body, 'reference'),
    location: textField(body, 'location'),
    lines: listField(body, 'lines').map((line) => ({
      sku: textField(line, 'sku'),
      quantity: readUnits(line, 'quantity'),
    })),
    ...(correlationId !== undefined && { correlationId }),
  }
}

function readFulfilment(body: JsonObject, correlationId?: string) {
  const kind = textField(body, 'kind')
  if (!fulfilmentKinds.some((name) => name === kind))
    throw new Refusal(400, 'invalid', `kind must be one of: ${fulfilmentKinds.join(', ')}`)
  return {
    id: textField(body, 'id'),
    orderNumber: textField(body, 'orderNumber'),
    kind,
    location: textField(body, 'location'),
    destination: kind === 'replenishment' ? textField(body, 'destination') : null,
    correlationId: correlationId ?? null,
    lines: listField(body, 'lines').map((line) => ({
      sku: textField(line, 'sku'),
      quantity: countField(line, 'quantity'),
    })),
  }
}

/** Units that somebody has counted: none is possible. */
function unitsField(line: JsonObject, name: string): number {
  const units = wholeField(line, name)
  if (units < 0) throw new Refusal(400, 'invalid', `${name} must not be below 0`)
  return units
}
