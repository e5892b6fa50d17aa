import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { optionalText, textField, wholeField } from '../fields.ts'
import { relayPromptly } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'
import { reduceOrder } from './reduce-order.ts'
import { shipOrder } from './ship-order.ts'

export interface OrderChangeRouteParts {
  route: Route
  store: SqlStore
  clock: Clock
  authorize(call: ApiCall): void
  relay(): Promise<void>
}

/** What happens to orders that the OMS has taken over. */
export function orderChangeRoutes({ route, store, clock, authorize, relay }: OrderChangeRouteParts): HttpHandler[] {
  return [
    route('put', '/orders/:orderNumber/lines', async (call) => {
      authorize(call)
      const orderNumber = call.params.orderNumber ?? ''
      const left = { orderNumber, lines: readLines(await call.json()), ...correlation(call) }
      const released = await reduceOrder(store, left, clock.now())
      await relayPromptly(relay)
      return HttpResponse.json({ orderNumber, released })
    }),
    route('post', '/orders/:orderNumber/shipment', async (call) => {
      authorize(call)
      const body = await call.json()
      const [carrier, trackingCode] = [optionalText(body, 'carrier'), optionalText(body, 'trackingCode')]
      const note = {
        orderNumber: call.params.orderNumber ?? '',
        ...(carrier !== undefined && { carrier }),
        ...(trackingCode !== undefined && { trackingCode }),
        ...correlation(call),
      }
      const lines = await shipOrder(store, note, clock.now())
      await relayPromptly(relay)
      return HttpResponse.json({ orderNumber: note.orderNumber, lines }, { status: 201 })
    }),
  ]
}

/** None at all: the order is not wanted any more. */
function readLines({ lines }: Record<string, unknown>): { sku: string; quantity: number }[] {
  if (!Array.isArray(lines)) throw new Refusal(400, 'invalid', 'lines must be a list')
  return lines.map((line) => {
    const quantity = wholeField(line, 'quantity')
    if (quantity < 0) throw new Refusal(400, 'invalid', 'quantity must not be below 0')
    return { sku: textField(line, 'sku'), quantity }
  })
}

function correlation({ correlationId }: ApiCall): { correlationId?: string } {
  return correlationId === undefined ? {} : { correlationId }
}
