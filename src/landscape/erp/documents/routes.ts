import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock } from '../../../core/clock.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { Refusal } from '../../refusal.ts'
import type { ApiCall, Route } from '../../routes.ts'
import { cancelSalesOrder, changeSalesOrder } from './change-order.ts'
import { deliver } from './deliver.ts'
import { invoice } from './invoice.ts'
import { takeBack } from './take-back.ts'

export interface DocumentRouteParts {
  route: Route
  store: SqlStore
  clock: Clock
  requireSession(call: ApiCall): void
}

/** Documents that follow a sales order. */
export function documentRoutes({ route, store, clock, requireSession }: DocumentRouteParts): HttpHandler[] {
  return [
    route('post', '/b1s/v2/DeliveryNotes', async (call) => {
      requireSession(call)
      return HttpResponse.json(await deliver(store, await call.json(), clock.now()), { status: 201 })
    }),
    route('post', '/b1s/v2/Returns', async (call) => {
      requireSession(call)
      return HttpResponse.json(await takeBack(store, await call.json(), clock.now()), { status: 201 })
    }),
    route('post', '/b1s/v2/Invoices', async (call) => {
      requireSession(call)
      return HttpResponse.json(await invoice(store, await call.json(), clock.now()), { status: 201 })
    }),
    route('post', '/b1s/v2/:document/Cancel', async (call) => {
      requireSession(call)
      await cancelSalesOrder(store, orderEntry(call.params.document ?? ''))
      return new HttpResponse(null, { status: 204 })
    }),
    route('patch', '/b1s/v2/:document', async (call) => {
      requireSession(call)
      await changeSalesOrder(store, orderEntry(call.params.document ?? ''), await call.json())
      return new HttpResponse(null, { status: 204 })
    }),
  ]
}

/** `Orders(12)`; nothing else can be changed. */
function orderEntry(document: string): number {
  const entry = /^Orders\((\d{1,9})\)$/.exec(document)?.[1]
  if (entry === undefined) throw new Refusal(400, '-1002', `Unrecognized resource path: ${document.slice(0, 60)}`)
  return Number(entry)
}
