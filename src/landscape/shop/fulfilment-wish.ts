import type { JsonObject } from '../../core/json.ts'
import { objectField, textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'

const kinds = ['delivery', 'pickup', 'locker']

/** How a customer wants to get an order, from the body of a checkout; nothing means a delivery. */
export function readWish(body: JsonObject): JsonObject | undefined {
  if (body.fulfilment === undefined || body.fulfilment === null) return undefined
  const wish = objectField(body, 'fulfilment')
  const kind = textField(wish, 'kind')
  if (!kinds.includes(kind))
    throw new Refusal(400, 'CHECKOUT__UNKNOWN_SHIPPING_METHOD', `fulfilment.kind must be one of: ${kinds.join(', ')}`)
  return kind === 'delivery' ? { kind } : { kind, location: textField(wish, 'location') }
}
