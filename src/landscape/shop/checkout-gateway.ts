import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { ApiClient } from '../http-client.ts'
import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'

/**
 * Asks the app that is registered as checkout gateway, before an order is placed. It answers with commands; an error
 * that blocks refuses the checkout.
 */
export async function askCheckoutGateway(
  gateway: ApiClient,
  { cart, orderNumber, fulfilment }: { cart: Cart; orderNumber: string; fulfilment?: JsonObject },
  correlationId?: string,
): Promise<void> {
  const { body } = await gateway('POST', '', {
    body: {
      orderNumber,
      ...(fulfilment !== undefined && { fulfilment }),
      cart: {
        token: cart.token,
        lineItems: cart.lines
          .filter(({ isUnreserved }) => isUnreserved !== true)
          .map((line) => ({ referencedId: line.productNumber, quantity: line.quantity })),
      },
    },
    ...(correlationId !== undefined && { correlationId }),
  })
  for (const command of Array.isArray(body.commands) ? body.commands : []) {
    if (!isJsonObject(command) || command.command !== 'add-cart-error' || !isJsonObject(command.payload)) continue
    if (command.payload.blocking === true) {
      throw new Refusal(409, String(command.payload.code ?? 'CHECKOUT__CART_BLOCKED'), String(command.payload.message))
    }
  }
}
