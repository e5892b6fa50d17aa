import { HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import { objectField, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { authorizationBook } from './authorizations.ts'

export interface PaymentOptions {
  clock: Clock
  apiKey: string
  newId(): string
}

/** A mock of an acquirer: card authorizations on test numbers, with idempotency keys and a bearer key. */
export function paymentMirror({ clock, apiKey, newId }: PaymentOptions): Mirror {
  const book = authorizationBook(newId)
  const route = routesWith((refusal) =>
    HttpResponse.json({ error: { type: refusal.code, message: refusal.message } }, { status: refusal.status }),
  )

  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
  }

  return {
    handlers: [
      route('post', '/authorizations', async (call) => {
        authorize(call)
        const body = await call.json()
        const amount = objectField(body, 'amount')
        const value = textField(amount, 'value')
        if (!/^\d{1,10}\.\d{2}$/.test(value))
          throw new Refusal(400, 'invalid', 'amount.value must be a decimal text such as "12.30"')
        const request = {
          amount: { value, currency: textField(amount, 'currency') },
          reference: textField(body, 'reference'),
          cardNumber: textField(objectField(body, 'card'), 'number'),
        }
        const authorization = book.authorize(
          request,
          call.request.headers.get('idempotency-key') ?? undefined,
          clock.now(),
        )
        return HttpResponse.json(authorization, { status: authorization.state === 'declined' ? 402 : 201 })
      }),
      route('get', '/authorizations/:id', async (call) => {
        authorize(call)
        return HttpResponse.json(book.find(call.params.id ?? ''))
      }),
      route('post', '/authorizations/:id/capture', async (call) => {
        authorize(call)
        return HttpResponse.json(book.capture(call.params.id ?? ''))
      }),
      route('post', '/authorizations/:id/void', async (call) => {
        authorize(call)
        return HttpResponse.json(book.void(call.params.id ?? ''))
      }),
    ],
  }
}
