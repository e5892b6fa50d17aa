import { HttpResponse } from 'msw'
import type { Json } from '../../core/json.ts'
import { countField, listField, objectField, textField } from '../fields.ts'
import type { Answer } from '../http-client.ts'
import type { Mirror } from '../mirror.ts'
import { routesWith } from '../routes.ts'
import type { ReserveForCheckout, Shortage } from './checkout-reservation.ts'
import type { ConnectorClients } from './clients.ts'

/** Called by the shop before it places an order: reserves in the OMS at once, or says why not. Without an answer of the OMS: 503. */
export function checkoutGateway(clients: () => ConnectorClients, reserve: ReserveForCheckout): Mirror {
  const route = routesWith((refusal) => HttpResponse.json({ message: refusal.message }, { status: refusal.status }))
  return {
    handlers: [
      route('post', '/gateway/checkout', async (call) => {
        const body = await call.json()
        const shortages = await reserve(clients(), {
          orderNumber: textField(body, 'orderNumber'),
          lines: listField(objectField(body, 'cart'), 'lineItems').map((line) => ({
            sku: textField(line, 'referencedId'),
            quantity: countField(line, 'quantity'),
          })),
          ...(body.fulfilment !== undefined && { fulfilment: objectField(body, 'fulfilment') }),
          ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
        })
        return HttpResponse.json({ commands: shortages.map(blockingError) })
      }),
    ],
  }
}

/** Whether the gateway has said no to a checkout, so that nothing was reserved. */
export function isCheckoutRefusal({ body }: Answer): boolean {
  return Array.isArray(body.commands) && body.commands.length > 0
}

function blockingError({ sku, requested, available }: Shortage): Json {
  return {
    command: 'add-cart-error',
    payload: {
      code: 'CHECKOUT__PRODUCT_OUT_OF_STOCK',
      message: `Only ${available} of ${sku} can be delivered, ${requested} were ordered.`,
      blocking: true,
      level: 20,
    },
  }
}
