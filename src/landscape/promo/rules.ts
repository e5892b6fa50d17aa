import type { JsonObject } from '../../core/json.ts'
import { countField, listField, textField } from '../fields.ts'
import { moneyField } from '../money.ts'
import { Refusal } from '../refusal.ts'

/** In the order in which they apply: what comes later reckons with what is left. */
export const kinds = ['bundle', 'linear', 'gift', 'gift-choice', 'delivery'] as const

export type PromotionKind = (typeof kinds)[number]

export interface Gift {
  sku: string
  quantity: number
}

/** What a promotion grants; amounts are decimal texts. */
export type Rule = {
  /** A share or an amount off all lines, or off those of some articles. */
  linear: { percent?: string; amount?: string; skus?: string[]; minimum?: string }
  /** These units together at a price. */
  bundle: { items: Gift[]; price: string }
  /** All of these, once the cart is worth so much. */
  gift: { gifts: Gift[]; minimum: string }
  /** One of these, as the customer chooses. */
  'gift-choice': { gifts: Gift[]; minimum: string }
  /** The delivery costs no more than this. */
  delivery: { price: string; minimum: string }
}

/** Reads the rule of a new promotion. Refused with 400 and the field's name. */
export function readRule(kind: PromotionKind, body: JsonObject): JsonObject {
  return { ...readers[kind](body) } as JsonObject
}

const readers: { [Kind in PromotionKind]: (body: JsonObject) => Rule[Kind] } = {
  linear(body) {
    if ((body.percent === undefined) === (body.amount === undefined))
      throw new Refusal(400, 'invalid', 'rule must have either percent or amount')
    return {
      ...(body.percent !== undefined ? { percent: percentField(body) } : { amount: moneyField(body, 'amount') }),
      ...(body.skus !== undefined && { skus: textsField(body, 'skus') }),
      ...(body.minimum !== undefined && { minimum: moneyField(body, 'minimum') }),
    }
  },
  bundle: (body) => ({ items: giftsField(body, 'items'), price: moneyField(body, 'price') }),
  gift: (body) => ({ gifts: giftsField(body, 'gifts'), minimum: moneyField(body, 'minimum') }),
  'gift-choice': (body) => ({ gifts: giftsField(body, 'gifts'), minimum: moneyField(body, 'minimum') }),
  delivery: (body) => ({
    price: body.price === '0.00' ? '0.00' : moneyField(body, 'price'),
    minimum: moneyField(body, 'minimum'),
  }),
}

function percentField(body: JsonObject): string {
  const percent = moneyField(body, 'percent')
  if (Number(percent) > 100) throw new Refusal(400, 'invalid', 'percent must be at most "100.00"')
  return percent
}

function giftsField(body: JsonObject, name: string): Gift[] {
  return listField(body, name).map((item) => ({ sku: textField(item, 'sku'), quantity: countField(item, 'quantity') }))
}

function textsField(body: JsonObject, name: string): string[] {
  const value = body[name]
  if (!Array.isArray(value) || value.length === 0 || !value.every((item) => typeof item === 'string'))
    throw new Refusal(400, 'invalid', `${name} must be a list of texts`)
  return value as string[]
}
