import type { JsonObject } from '../../core/json.ts'
import { cents, decimalText, split } from '../money.ts'
import type { Movement } from './movements.ts'
import type { Payment } from './payments.ts'

/** A payment in the API's shape. */
export function paymentJson(payment: Payment): JsonObject {
  const { id, method, state, amount, currency, reference, captured, refunded } = payment
  return {
    id,
    method,
    state,
    amount: { value: amount, currency },
    captured,
    refunded,
    reference,
    ...(payment.lastFour !== null && { card: { lastFour: payment.lastFour } }),
    ...(method === 'transfer' && { transfer: { iban: collectingAccount, purpose: id } }),
    ...(payment.instalments !== null && { instalments: plan(payment, payment.instalments) }),
    ...(payment.declineReason !== null && { declineReason: payment.declineReason }),
    createdAt: payment.createdAt.toISOString(),
  }
}

export function movementJson({ id, amount, reason, createdAt }: Movement, authorizationId: string): JsonObject {
  return { id, authorizationId, amount, ...(reason !== null && { reason }), createdAt: createdAt.toISOString() }
}

/* An account of no bank: the bank code is not given to anybody. */
const collectingAccount = 'DE09000000000000000001'

/** Monthly rates that add up to the amount; the first ones are a cent higher where it does not divide. */
function plan({ amount, createdAt }: Payment, count: number): JsonObject[] {
  return split(cents(amount), Array<bigint>(count).fill(1n)).map((rate, index) => {
    const due = new Date(Date.UTC(createdAt.getUTCFullYear(), createdAt.getUTCMonth() + index + 1, 1))
    return { dueDate: due.toISOString().slice(0, 10), amount: decimalText(rate) }
  })
}
