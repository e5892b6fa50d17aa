import { HttpResponse } from 'msw'
import type { Json, JsonObject } from '../../core/json.ts'
import { listField, objectField, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { routesWith } from '../routes.ts'
import type { ConnectorClients } from './clients.ts'

/** Called by the shop before it places an order: reserves in the OMS at once, or says why not. */
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
        const { status, body: answer } = await clients().oms('POST', '/reservations', {
          body: { key: orderNumber, orderNumber, lines },
          accept: [409],
          ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
        })
        const commands = status === 409 ? shortages(answer).map(blockingError) : []
        return HttpResponse.json({ commands })
      }),
    ],
  }
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
