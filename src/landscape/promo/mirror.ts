import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { cents, moneyField } from '../money.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { creditPoints, type Holder, issueGiftCard, readAccount, readGiftCard, worthOf } from './balances.ts'
import { type CalculationRequest, calculateCart, redeemCalculation, releaseCalculation } from './calculations.ts'
import { savePromotion } from './promotions.ts'
import { giveBack, readRedemption, redeem } from './redemptions.ts'

export interface PromoOptions {
  store: SqlStore
  clock: Scheduler
  apiKey: string
  newId(): string
}

/** The promotion engine: what a cart costs, gift cards and points. Its own REST API, with a bearer key. */
export function promoMirror({ store, clock, apiKey, newId }: PromoOptions): Mirror {
  const route = routesWith(ownApiError)
  const authorized = (call: ApiCall): ApiCall => {
    if (call.request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
    return call
  }
  const redemption = async (call: ApiCall, from: Holder, amount: string, body: JsonObject): Promise<Response> => {
    const request = { id: newId(), from, amount, reference: textField(body, 'reference'), ...marks(call) }
    return HttpResponse.json(await redeem(store, request, clock.now()), { status: 201 })
  }

  return {
    refuse: ownApiError,
    handlers: [
      route('put', '/promotions/:id', async (call) => {
        const { id = '' } = authorized(call).params
        return HttpResponse.json(await savePromotion(store, id, await call.json(), clock.now()))
      }),
      route('post', '/calculations', async (call) =>
        HttpResponse.json(await calculateCart(store, await readCart(authorized(call)), clock.now())),
      ),
      route('post', '/calculations/:key/order', async (call) => {
        const { key = '' } = authorized(call).params
        const orderNumber = textField(await call.json(), 'orderNumber')
        return HttpResponse.json(await redeemCalculation(store, key, orderNumber))
      }),
      route('delete', '/calculations/:key/order', async (call) => {
        await releaseCalculation(store, authorized(call).params.key ?? '')
        return new HttpResponse(null, { status: 204 })
      }),
      route('post', '/gift-cards', async (call) => {
        const body = await authorized(call).json()
        const card = {
          code: textField(body, 'code'),
          balance: moneyField(body, 'balance'),
          currency: textField(body, 'currency'),
        }
        return HttpResponse.json(await issueGiftCard(store, card, clock.now()), { status: 201 })
      }),
      route('get', '/gift-cards/:code', async (call) =>
        HttpResponse.json(await readGiftCard(store, authorized(call).params.code ?? '')),
      ),
      route('post', '/gift-cards/:code/redemptions', async (call) => {
        const body = await authorized(call).json()
        const from: Holder = { kind: 'gift-card', holder: call.params.code ?? '' }
        return redemption(call, from, moneyField(body, 'amount'), body)
      }),
      route('get', '/loyalty-accounts/:customerNumber', async (call) =>
        HttpResponse.json(await readAccount(store, authorized(call).params.customerNumber ?? '')),
      ),
      route('post', '/loyalty-accounts/:customerNumber/credits', async (call) => {
        const points = countField(await authorized(call).json(), 'points')
        const account = await creditPoints(store, call.params.customerNumber ?? '', points, clock.now())
        return HttpResponse.json(account, { status: 201 })
      }),
      route('post', '/loyalty-accounts/:customerNumber/redemptions', async (call) => {
        const body = await authorized(call).json()
        const from: Holder = { kind: 'points', holder: call.params.customerNumber ?? '' }
        return redemption(call, from, worthOf(countField(body, 'points')), body)
      }),
      route('get', '/redemptions/:id', async (call) =>
        HttpResponse.json(await readRedemption(store, authorized(call).params.id ?? '')),
      ),
      route('post', '/redemptions/:id/returns', async (call) => {
        const body = await authorized(call).json()
        const request = {
          id: newId(),
          redemptionId: call.params.id ?? '',
          ...(body.amount !== undefined && { amount: moneyField(body, 'amount') }),
          ...marks(call),
        }
        return HttpResponse.json(await giveBack(store, request, clock.now()), { status: 201 })
      }),
    ],
  }
}

/** What a request carries beside its content. */
function marks({ request, correlationId }: ApiCall): { idempotencyKey?: string; correlationId?: string } {
  const idempotencyKey = request.headers.get('idempotency-key')
  return {
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(correlationId !== undefined && { correlationId }),
  }
}

async function readCart(call: ApiCall): Promise<CalculationRequest> {
  const body = await call.json()
  const { coupons = [], choices = {} } = body
  if (!Array.isArray(coupons) || !coupons.every((code) => typeof code === 'string'))
    throw new Refusal(400, 'invalid', 'coupons must be a list of texts')
  if (!isJsonObject(choices)) throw new Refusal(400, 'invalid', 'choices must be an object')
  return {
    key: textField(body, 'key'),
    currency: textField(body, 'currency'),
    lines: listField(body, 'lines').map((line) => ({
      sku: textField(line, 'sku'),
      quantity: countField(line, 'quantity'),
      unitPrice: line.unitPrice === '0.00' ? 0n : cents(moneyField(line, 'unitPrice')),
    })),
    shipping: readShipping(optionalText(body, 'shipping')),
    coupons: coupons as string[],
    choices: Object.fromEntries(Object.entries(choices).map(([id, sku]) => [id, String(sku)])),
    ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
  }
}

function readShipping(text = '0.00'): bigint {
  if (!/^\d{1,10}\.\d{2}$/.test(text))
    throw new Refusal(400, 'invalid', 'shipping must be a decimal text such as "4.95"')
  return cents(text)
}
