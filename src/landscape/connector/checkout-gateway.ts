import { HttpResponse } from 'msw'
import type { Json, JsonObject } from '../../core/json.ts'
import { listField, objectField, textField } from '../fields.ts'
import type { Answer } from '../http-client.ts'
import type { Mirror } from '../mirror.ts'
import { persistently } from '../persistence.ts'
import { routesWith } from '../routes.ts'
import type { ConnectorClients } from './clients.ts'

/** Called by the shop before it places an order: reserves in the OMS at once, or says why not. Without an answer of the OMS: 503. */
export function checkoutGateway(clients: () => ConnectorClients): Mirror {
  const route = routesWith((refusal) => HttpResponse.json({ message: refusal.message }, { status: refusal.status }))
  return {
    handlers: [
      route('post', '/gateway/checkout', async (call) => {
        const body = await call.json()
        const orderNumber = textField(body, 'orderNumber')
        const lines = listField(objectField(body, 'cart'), 'lineItems').map((line) => ({
          sku: line.referencedId,
          quantity: line.quantity,
        }))
        const correlation = call.correlationId === undefined ? {} : { correlationId: call.correlationId }
        const { oms } = clients()
        const { status, body: answer } = await persistently(() =>
          oms('POST', '/reservations', {
            body: { key: orderNumber, orderNumber, lines },
            accept: [409],
            ...correlation,
          }),
        ).catch(async (thrown: unknown) => {
          // It may have been reserved. What cannot be given back now expires.
          await oms('DELETE', `/reservations/${encodeURIComponent(orderNumber)}`, correlation).catch(() => undefined)
          throw thrown
        })
        const commands = status === 409 ? shortages(answer).map(blockingError) : []
        return HttpResponse.json({ commands })
      }),
    ],
  }
}

/** Whether the gateway has said no to a checkout, so that nothing was reserved. */
export function isCheckoutRefusal({ body }: Answer): boolean {
  return Array.isArray(body.commands) && body.commands.length > 0
}

function shortages(answer: JsonObject): JsonObject[] {
  return (answer.error as { lines: JsonObject[] }).lines
}

function blockingError({ sku, requested, available }: JsonObject): Json {
  return {
    command: 'add-cart-error',
    payload: {
      code: 'CHECKOUT__PRODUCT_OUT_OF_STOCK',
      message: `Only ${String(available)} of ${String(sku)} can be delivered, ${String(requested)} were ordered.`,
      blocking: true,
      level: 20,
    },
  }
}
