import fc from 'fast-check'
import { expect, test } from 'vitest'
import { total } from '../../../src/landscape/money.ts'
import { type CartToCalculate, calculate, type Promotion } from '../../../src/landscape/promo/calculate.ts'

const cart = (lines: CartToCalculate['lines'], more: Partial<CartToCalculate> = {}): CartToCalculate => ({
  lines,
  shipping: 495n,
  choices: {},
  ...more,
})
const base = { name: 'N', priority: 100 }
const percent = (id: string, value: string, more: object = {}): Promotion => ({
  ...base,
  id,
  kind: 'linear',
  rule: { percent: value },
  ...more,
})
const ten = { sku: 'A', quantity: 10, unitPrice: 999n }
const two = { sku: 'B', quantity: 2, unitPrice: 333n }

test('without promotions a cart costs what its lines and the delivery cost', () => {
  expect(calculate(cart([ten, two]), [])).toMatchObject({ subtotal: 10_656n, total: 11_151n, discounts: [] })
})

test('linear discounts apply one after the other, each to what the ones before have left, and are rounded once', () => {
  const { discounts } = calculate(cart([ten]), [
    percent('second', '3.30', { priority: 20 }),
    percent('first', '12.50', { priority: 10 }),
  ])
  expect(discounts.map(({ promotionId, amount }) => [promotionId, amount])).toEqual([
    ['first', 1249n],
    ['second', 288n],
  ])
})

test('a bundle applies as often as the cart holds it, before all else', () => {
  const bundle: Promotion = {
    ...base,
    id: 'set',
    kind: 'bundle',
    rule: {
      price: '20.00',
      items: [
        { sku: 'A', quantity: 2 },
        { sku: 'B', quantity: 1 },
      ],
    },
  }
  const { discounts } = calculate(cart([ten, two]), [percent('week', '10.00'), bundle])
  expect(discounts).toMatchObject([
    { promotionId: 'set', amount: 2n * (2n * 999n + 333n - 2000n) },
    { promotionId: 'week', amount: 999n },
  ])
  expect(calculate(cart([ten]), [bundle]).discounts).toEqual([])
})

test('a discount of an amount is never more than what is left', () => {
  const coupon: Promotion = { ...base, id: 'c', kind: 'linear', rule: { amount: '100.00' } }
  expect(calculate(cart([two]), [coupon])).toMatchObject({ total: 495n, discounts: [{ amount: 666n }] })
})

test('gifts and delivery go by what the cart is worth after the discounts', () => {
  const gift: Promotion = {
    ...base,
    id: 'g',
    kind: 'gift',
    rule: { minimum: '90.00', gifts: [{ sku: 'G', quantity: 1 }] },
  }
  const delivery: Promotion = { ...base, id: 'd', kind: 'delivery', rule: { price: '0.00', minimum: '90.00' } }
  expect(calculate(cart([ten]), [gift, delivery])).toMatchObject({ gifts: [{ sku: 'G' }], shipping: 0n, total: 9990n })
  const discounted = calculate(cart([ten]), [gift, delivery, percent('p', '50.00')])
  expect(discounted).toMatchObject({ gifts: [], shipping: 495n, total: 4995n + 495n })
})

test('a choice is offered until one of its gifts is chosen', () => {
  const choice: Promotion = {
    ...base,
    id: 'o',
    kind: 'gift-choice',
    rule: {
      minimum: '1.00',
      gifts: [
        { sku: 'G', quantity: 1 },
        { sku: 'H', quantity: 2 },
      ],
    },
  }
  expect(calculate(cart([ten]), [choice])).toMatchObject({ gifts: [], choices: [{ promotionId: 'o' }] })
  expect(calculate(cart([ten], { choices: { o: 'X' } }), [choice]).gifts).toEqual([])
  expect(calculate(cart([ten], { choices: { o: 'H' } }), [choice])).toMatchObject({
    gifts: [{ sku: 'H', quantity: 2 }],
    choices: [],
  })
})

test('whatever applies, the parts of discounts add up, nothing falls below zero, and the total is what is left', () => {
  const line = fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    quantity: fc.integer({ min: 1, max: 99 }),
    unitPrice: fc.bigInt({ min: 1n, max: 100_000n }),
  })
  const share = fc.integer({ min: 1, max: 10_000 }).map((basis) => (basis / 100).toFixed(2))
  const promotion = fc.oneof(
    fc.tuple(share, fc.nat(9)).map(([value, priority]) => percent(`p${value}${priority}`, value, { priority })),
    share.map((amount): Promotion => ({ ...base, id: `a${amount}`, kind: 'linear', rule: { amount, skus: ['A'] } })),
  )
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      fc.array(promotion, { maxLength: 6 }),
      (lines, promotions) => {
        const result = calculate(cart(lines), promotions)
        for (const { amount, parts } of result.discounts) expect(total(parts)).toBe(amount)
        const left = lines.map(
          ({ quantity, unitPrice }, index) =>
            unitPrice * BigInt(quantity) - total(result.discounts.map(({ parts }) => parts[index] ?? 0n)),
        )
        expect(left.every((amount) => amount >= 0n)).toBe(true)
        expect(result.total).toBe(total(left) + result.shipping)
      },
    ),
  )
})
