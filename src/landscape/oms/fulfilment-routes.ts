import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, textField } from '../fields.ts'
import { relayPromptly } from '../outbox.ts'
import type { ApiCall, Route } from '../routes.ts'
import { bookTransfer, markHandedOver, readWaiting } from './fulfilments.ts'

export interface FulfilmentRouteParts {
  route: Route
  store: SqlStore
  clock: Clock
  authorize(call: ApiCall): void
  relay(): Promise<void>
}

/** Between the OMS, which decides where units come from, and the locations, which hand them out. */
export function fulfilmentRoutes({ route, store, clock, authorize, relay }: FulfilmentRouteParts): HttpHandler[] {
  return [
    route('get', '/fulfilments', async (call) => {
      authorize(call)
      return HttpResponse.json({ items: await readWaiting(store) })
    }),
    route('post', '/fulfilments/:orderNumber/hand-over', async (call) => {
      authorize(call)
      await markHandedOver(store, call.params.orderNumber ?? '')
      return new HttpResponse(null, { status: 204 })
    }),
    route('post', '/orders/:orderNumber/transfers', async (call) => {
      authorize(call)
      const body = await call.json()
      const transfer = {
        reference: textField(body, 'reference'),
        orderNumber: call.params.orderNumber ?? '',
        from: textField(body, 'from'),
        to: textField(body, 'to'),
        lines: listField(body, 'lines').map((line) => ({
          sku: textField(line, 'sku'),
          quantity: countField(line, 'quantity'),
        })),
        ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
      }
      const isNew = await bookTransfer(store, transfer, clock.now())
      await relayPromptly(relay)
      return HttpResponse.json({ reference: transfer.reference }, { status: isNew ? 201 : 200 })
    }),
  ]
}
