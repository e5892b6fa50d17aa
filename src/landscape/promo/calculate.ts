import { cents, share, smaller, split, total } from '../money.ts'
import { type Gift, kinds, type PromotionKind, type Rule } from './rules.ts'

/** A promotion that may apply: active, valid now, and with its coupon where it needs one. */
export type Promotion = {
  [Kind in PromotionKind]: { id: string; kind: Kind; name: string; priority: number; rule: Rule[Kind] }
}[PromotionKind]

/** What is in the cart; amounts in cents. */
export interface CartToCalculate {
  lines: readonly { sku: string; quantity: number; unitPrice: bigint }[]
  shipping: bigint
  /** The article that the customer chose, by the promotion that lets him choose. */
  choices: Readonly<Record<string, string>>
}

export interface Discount {
  promotionId: string
  kind: PromotionKind
  name: string
  /** What is taken off the cart, or off the delivery. */
  amount: bigint
  /** For each line of the cart its part; nothing for the delivery. They add up to the amount. */
  parts: readonly bigint[]
}

export interface Calculation {
  subtotal: bigint
  discounts: readonly Discount[]
  gifts: readonly (Gift & { promotionId: string })[]
  /** What the customer may still choose from. */
  choices: readonly { promotionId: string; options: readonly Gift[] }[]
  shipping: bigint
  total: bigint
}

interface Tally {
  discounts: Discount[]
  gifts: (Gift & { promotionId: string })[]
  choices: { promotionId: string; options: readonly Gift[] }[]
  /** What each line costs after the discounts so far. */
  left: bigint[]
  shipping: bigint
}

/**
 * Bundles first, then linear discounts by priority, each on what the ones before have left; then gifts and delivery, by
 * what the cart is worth after them. A discount is rounded once, as a whole, and split over the lines to the cent.
 */
export function calculate(cart: CartToCalculate, promotions: readonly Promotion[]): Calculation {
  const amounts = cart.lines.map(({ quantity, unitPrice }) => unitPrice * BigInt(quantity))
  const tally: Tally = { discounts: [], gifts: [], choices: [], left: [...amounts], shipping: cart.shipping }
  for (const promotion of inOrder(promotions)) apply(promotion, cart, tally)
  return {
    subtotal: total(amounts),
    discounts: tally.discounts,
    gifts: tally.gifts,
    choices: tally.choices,
    shipping: tally.shipping,
    total: total(tally.left) + tally.shipping,
  }
}

function inOrder(promotions: readonly Promotion[]): Promotion[] {
  const rank = ({ kind, priority }: Promotion): number => kinds.indexOf(kind) * 1_000_000 + priority
  return [...promotions].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}

function apply(promotion: Promotion, cart: CartToCalculate, tally: Tally): void {
  const worth = total(tally.left)
  switch (promotion.kind) {
    case 'bundle':
      takeOff(promotion, bundleParts(promotion.rule, cart), tally)
      break
    case 'linear':
      takeOff(promotion, linearParts(promotion.rule, cart, tally.left), tally)
      break
    case 'gift':
      if (worth >= cents(promotion.rule.minimum)) tally.gifts.push(...ownedBy(promotion, promotion.rule.gifts))
      break
    case 'gift-choice':
      if (worth >= cents(promotion.rule.minimum)) choose(promotion, cart, tally)
      break
    case 'delivery':
      if (worth >= cents(promotion.rule.minimum)) lowerShipping(promotion, tally)
  }
}

function lowerShipping({ id: promotionId, kind, name, rule }: Promotion & { kind: 'delivery' }, tally: Tally): void {
  const amount = tally.shipping - cents(rule.price)
  if (amount <= 0n) return
  tally.discounts.push({ promotionId, kind, name, amount, parts: [] })
  tally.shipping -= amount
}

function takeOff({ id: promotionId, kind, name }: Promotion, parts: readonly bigint[], tally: Tally): void {
  const amount = total(parts)
  if (amount <= 0n) return
  tally.discounts.push({ promotionId, kind, name, amount, parts })
  tally.left = tally.left.map((left, index) => left - (parts[index] ?? 0n))
}

/** As many whole bundles as the cart holds. */
function bundleParts({ items, price }: Rule['bundle'], { lines }: CartToCalculate): bigint[] {
  const needed = lines.map(({ sku }) => items.find((item) => item.sku === sku)?.quantity ?? 0)
  const isComplete = items.every(({ sku }) => lines.some((line) => line.sku === sku))
  const fits = lines.flatMap(({ quantity }, index) => (needed[index] ? [Math.floor(quantity / needed[index])] : []))
  const bundles = isComplete ? BigInt(Math.min(...fits)) : 0n
  const regular = lines.map(({ unitPrice }, index) => unitPrice * BigInt(needed[index] ?? 0) * bundles)
  return split(total(regular) - cents(price) * bundles, regular)
}

function linearParts(rule: Rule['linear'], { lines }: CartToCalculate, left: readonly bigint[]): bigint[] {
  const concerned = left.map((amount, index) =>
    rule.skus === undefined || rule.skus.includes(lines[index]?.sku ?? '') ? amount : 0n,
  )
  const worth = total(concerned)
  if (worth === 0n || worth < cents(rule.minimum ?? '0.00')) return left.map(() => 0n)
  const wanted = rule.percent === undefined ? cents(rule.amount ?? '0.00') : share(worth, cents(rule.percent), 10_000n)
  return split(smaller(wanted, worth), concerned)
}

function choose(promotion: Promotion & { kind: 'gift-choice' }, { choices }: CartToCalculate, tally: Tally): void {
  const chosen = promotion.rule.gifts.find(({ sku }) => sku === choices[promotion.id])
  if (chosen !== undefined) tally.gifts.push(...ownedBy(promotion, [chosen]))
  else tally.choices.push({ promotionId: promotion.id, options: promotion.rule.gifts })
}

function ownedBy({ id }: Promotion, gifts: readonly Gift[]): (Gift & { promotionId: string })[] {
  return gifts.map((gift) => ({ promotionId: id, ...gift }))
}
