import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, objectField, optionalText, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { moneyField } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { capture, type MovementRequest, receiveTransfer, refund, refundsOf } from './movements.ts'
import { movementJson, paymentJson } from './payment-json.ts'
import { authorize, findPayment, type PaymentMethod, type PaymentRequest, paymentsOf, voidPayment } from './payments.ts'
import { subscribe } from './subscriptions.ts'
import { deliverWebhooks } from './webhooks.ts'

export interface PaymentOptions {
  store: SqlStore
  clock: Scheduler
  apiKey: string
  newId(): string
}

const methods: readonly string[] = ['card', 'transfer', 'instant', 'instalments'] satisfies PaymentMethod[]

/** A mock of an acquirer: payments on test numbers, with idempotency keys, a bearer key and signed webhooks. */
export function paymentMirror({ store, clock, apiKey, newId }: PaymentOptions): Mirror {
  const route = routesWith(paymentError)
  const deliver = (): Promise<void> => deliverWebhooks(store, clock.now())

  const authorized = (call: ApiCall): ApiCall => {
    if (call.request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
    return call
  }
  const told = async (body: JsonObject, status = 200): Promise<Response> => {
    await deliver()
    return HttpResponse.json(body, { status })
  }

  return {
    refuse: paymentError,
    schedules: [clock.every('payment: deliver webhooks', 60_000, deliver)],
    handlers: [
      route('post', '/authorizations', async (call) => {
        const payment = await authorize(store, readRequest(authorized(call), await call.json()), newId(), clock.now())
        return HttpResponse.json(paymentJson(payment), { status: payment.state === 'declined' ? 402 : 201 })
      }),
      route('get', '/authorizations', async (call) => {
        const reference = authorized(call).url.searchParams.get('reference')
        if (reference === null) throw new Refusal(400, 'invalid', 'reference is needed')
        return HttpResponse.json({ items: (await paymentsOf(store, reference)).map(paymentJson) })
      }),
      route('get', '/authorizations/:id', async (call) =>
        HttpResponse.json(paymentJson(await findPayment(store, authorized(call).params.id ?? ''))),
      ),
      route('post', '/authorizations/:id/capture', async (call) =>
        told(paymentJson(await capture(store, await readMovement(authorized(call), newId()), clock.now()))),
      ),
      route('post', '/authorizations/:id/void', async (call) =>
        told(paymentJson(await voidPayment(store, authorized(call).params.id ?? '', clock.now()))),
      ),
      route('post', '/authorizations/:id/transfers', async (call) =>
        told(paymentJson(await receiveTransfer(store, await readMovement(authorized(call), newId()), clock.now()))),
      ),
      route('post', '/authorizations/:id/refunds', async (call) => {
        const request = await readMovement(authorized(call), newId())
        return told(movementJson(await refund(store, request, clock.now()), request.paymentId), 201)
      }),
      route('get', '/authorizations/:id/refunds', async (call) => {
        const id = authorized(call).params.id ?? ''
        return HttpResponse.json({ items: (await refundsOf(store, id)).map((one) => movementJson(one, id)) })
      }),
      route('post', '/webhooks', async (call) => {
        const body = await authorized(call).json()
        return HttpResponse.json(await subscribe(store, textField(body, 'url'), newId, clock.now()), { status: 201 })
      }),
    ],
  }
}

function readRequest({ request, correlationId }: ApiCall, body: JsonObject): PaymentRequest {
  const amount = objectField(body, 'amount')
  const method = optionalText(body, 'method') ?? 'card'
  if (!methods.includes(method)) throw new Refusal(400, 'invalid', `method must be one of: ${methods.join(', ')}`)
  const idempotencyKey = request.headers.get('idempotency-key')
  return {
    method: method as PaymentMethod,
    amount: moneyField(amount, 'value', 'amount.value'),
    currency: textField(amount, 'currency'),
    reference: textField(body, 'reference'),
    ...(method === 'card' && { cardNumber: textField(objectField(body, 'card'), 'number') }),
    ...(method === 'instalments' && { instalments: readInstalments(body) }),
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(correlationId !== undefined && { correlationId }),
  }
}

function readInstalments(body: JsonObject): number {
  const count = countField(body, 'instalments')
  if (count < 2 || count > 36) throw new Refusal(400, 'invalid', 'instalments must be from 2 to 36')
  return count
}

async function readMovement({ params, request, correlationId, json }: ApiCall, id: string): Promise<MovementRequest> {
  const body = await json()
  const reason = optionalText(body, 'reason')
  const idempotencyKey = request.headers.get('idempotency-key')
  return {
    id,
    paymentId: params.id ?? '',
    ...(body.amount !== undefined && { amount: moneyField(body, 'amount') }),
    ...(reason !== undefined && { reason }),
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(correlationId !== undefined && { correlationId }),
  }
}

function paymentError({ status, code, message }: Refusal): Response {
  return HttpResponse.json({ error: { type: code, message } }, { status })
}
