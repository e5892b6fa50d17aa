import type { JsonObject } from '../../core/json.ts'
import { countField, listField, textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { AddedItem } from './cart-items.ts'

/** Reads `items`: products, and of the types `promotion` (a coupon code) and `gift` (the one that was chosen). */
export function readAddedItems(body: JsonObject): AddedItem[] {
  return listField(body, 'items').map((item): AddedItem => {
    const { type = 'product' } = item
    const reference = textField(item, 'referencedId')
    if (type === 'product') return { type, reference, quantity: countField(item, 'quantity') }
    if (type === 'promotion') return { type, code: reference }
    if (type === 'gift') return { type, sku: reference, promotionId: textField(item, 'promotionId') }
    throw new Refusal(400, 'invalid', 'type must be product, promotion or gift')
  })
}
