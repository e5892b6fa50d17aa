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

/** Reads `items` with the `id` of a line, which is the number of its product, and the `quantity` that is wanted. */
export function readQuantities(body: JsonObject): Map<string, number> {
  return new Map(listField(body, 'items').map((item) => [textField(item, 'id'), countField(item, 'quantity')]))
}

/** Reads `ids`: the lines that are to go, in the body or in the query. */
export function readRemoved(body: JsonObject, query: URLSearchParams): Map<string, number> {
  const ids = Array.isArray(body.ids) ? body.ids : query.getAll('ids[]')
  if (ids.length === 0 || !ids.every((id) => typeof id === 'string'))
    throw new Refusal(400, 'FRAMEWORK__MISSING_REQUEST_PARAMETER', 'Parameter "ids" is missing.')
  return new Map(ids.map((id) => [id as string, 0]))
}
