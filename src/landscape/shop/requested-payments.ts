import type { JsonObject } from '../../core/json.ts'
import { countField, listField, objectField, textField } from '../fields.ts'
import { moneyField } from '../money.ts'
import { Refusal } from '../refusal.ts'
import type { RequestedPayment } from './payments.ts'

/** `payment` names one authorization; `payments` is a list of authorizations, gift cards and points. */
export function readPayments(body: JsonObject): RequestedPayment[] {
  if (body.payments === undefined)
    return [{ authorizationId: textField(objectField(body, 'payment'), 'authorizationId') }]
  return listField(body, 'payments').map((payment) => {
    if (payment.authorizationId !== undefined) return { authorizationId: textField(payment, 'authorizationId') }
    if (payment.giftCard !== undefined)
      return { giftCard: textField(payment, 'giftCard'), amount: moneyField(payment, 'amount') }
    if (payment.points !== undefined) return { points: countField(payment, 'points') }
    throw new Refusal(400, 'invalid', 'payments must name an authorizationId, a giftCard or points each')
  })
}
