import { isJsonObject } from '../../core/json.ts'
import type { ApiClient } from '../http-client.ts'
import { Refusal } from '../refusal.ts'
import type { Cart } from './cart.ts'

/** Asks the acquirer whether an authorization stands for exactly this cart's total. */
export async function requireAuthorization(
  payment: ApiClient,
  id: string,
  cart: Cart,
  correlationId?: string,
): Promise<void> {
  const { status, body } = await payment('GET', `/authorizations/${encodeURIComponent(id)}`, {
    accept: [404],
    ...(correlationId !== undefined && { correlationId }),
  })
  if (status === 404) throw refused('The payment authorization is unknown.')
  if (body.state !== 'authorized') throw refused('The payment is not authorized.')
  const amount = isJsonObject(body.amount) ? body.amount : {}
  if (amount.value !== cart.total || amount.currency !== cart.currency) {
    throw refused('The payment is authorized for another amount than the total of the cart.')
  }
}

function refused(detail: string): Refusal {
  return new Refusal(400, 'CHECKOUT__PAYMENT_ERROR', detail)
}
