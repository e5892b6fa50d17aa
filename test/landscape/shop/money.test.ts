import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ShopAtWork, shopAtWork } from './shop-at-work.ts'

let at: ShopAtWork

beforeAll(async () => {
  at = await shopAtWork()
})
afterAll(async () => {
  expect(at.bugs()).toEqual([])
  await at[Symbol.asyncDispose]()
})

const item = (referencedId: string, quantity: number) => ({ referencedId, quantity })
const placed = async (...items: [string, number][]): Promise<string> =>
  String((await at.order(items.map(([sku, quantity]) => item(sku, quantity)))).answer.body.orderNumber)
const change = (order: string, sku: string, quantity: number, token = 'anna') =>
  at.shop('PATCH', `/store-api/order/${order}/line-item`, { items: [item(sku, quantity)] }, token)
const refundsOf = async (order: string) =>
  (
    await at.store.query<{ amount: string }>(
      `select r.amount from order_transaction_refund r join order_transaction t on t.id = transaction_id
       join "order" o on o.id = t.order_id where order_number = $1 order by r.amount`,
      [order],
    )
  ).rows.map(({ amount }) => amount)
const ship = async (order: string) => {
  const { body } = await at.admin('POST', '/api/search/order', {
    filter: [{ type: 'equals', field: 'orderNumber', value: order }],
  })
  const [found] = body.data as { deliveries: { id: string }[] }[]
  return at.admin('POST', `/api/_action/order_delivery/${found?.deliveries[0]?.id}/state/ship`)
}
const code = (answer: { body: Record<string, unknown> }) => (answer.body.errors as { code: string }[])[0]?.code

test('units that are taken off are planned to be refunded, to the cent', async () => {
  const order = await placed(['A', 3], ['B', 2])
  expect(await change(order, 'B', 1)).toMatchObject({ status: 200, body: { amountTotal: 33.33 } })
  expect(await change(order, 'B', 0)).toMatchObject({
    status: 200,
    body: { lineItems: [{ referencedId: 'A', quantity: 3 }] },
  })
  expect(await refundsOf(order)).toEqual(['3.33', '3.33'])
  expect(code(await change(order, 'A', 4))).toBe('CHECKOUT__ORDER_LINE_CANNOT_GROW')
  expect(code(await change(order, 'A', 0))).toBe('CHECKOUT__ORDER_EMPTY')
  expect(code(await change(order, 'B', 1))).toBe('CHECKOUT__ORDER_LINE_NOT_FOUND')
  expect((await change(order, 'A', 1, 'ben')).status).toBe(404)
})

test('of many who cancel an order at the same time one does, and it is refunded once', async () => {
  const order = await placed(['A', 2])
  const cancel = () => at.shop('POST', '/store-api/order/state/cancel', { orderId: order }, 'anna')
  const answers = await Promise.all(Array.from({ length: 8 }, cancel))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(7).fill(400)])
  expect(await refundsOf(order)).toEqual(['20.00'])
})

test('what was shipped is not changed or cancelled, but sent back, and no more than was sent', async () => {
  const order = await placed(['B', 3])
  const back = (quantity: number) =>
    at.shop('POST', `/store-api/order/${order}/return`, { lineItems: [item('B', quantity)] }, 'anna')
  expect(code(await back(1))).toBe('SYSTEM__ILLEGAL_STATE_TRANSITION')
  expect(await ship(order)).toMatchObject({ status: 200, body: { technicalName: 'shipped' } })
  expect(code(await ship(order))).toBe('SYSTEM__ILLEGAL_STATE_TRANSITION')
  expect(code(await change(order, 'B', 1))).toBe('SYSTEM__ILLEGAL_STATE_TRANSITION')
  const { body } = await back(2)
  expect(code(await back(2))).toBe('CHECKOUT__RETURN_EXCEEDS_ORDER')
  const step = (transition: string) => at.admin('POST', `/api/_action/order_return/${body.id}/state/${transition}`)
  expect(code(await step('complete'))).toBe('SYSTEM__ILLEGAL_STATE_TRANSITION')
  await step('process')
  expect(await step('complete')).toMatchObject({ status: 200, body: { technicalName: 'done' } })
  expect(code(await step('complete'))).toBe('SYSTEM__ILLEGAL_STATE_TRANSITION')
  expect(await refundsOf(order)).toEqual(['6.66'])
})

test('an order waits for its transfer, and the signed notice of the acquirer pays it', async () => {
  const { answer, authorization } = await at.order([item('A', 1)], 'anna', 'transfer')
  const stateOf = async () =>
    (await at.store.query('select state from order_transaction where payment_reference = $1', [authorization])).rows[0]
      ?.state
  expect(answer.status).toBe(200)
  expect(await stateOf()).toBe('open')
  const forged = await at.admin('POST', '/api/_action/payment/notification', {
    event: 'payment.captured',
    data: { id: authorization },
  })
  expect(forged.status).toBe(401)
  expect(await stateOf()).toBe('open')
  await at.payment.call('POST', `/authorizations/${authorization}/transfers`, {})
  expect(await stateOf()).toBe('paid')
})

test('a customer pays what was agreed with him, while it is valid and from its quantity on', async () => {
  const price = (quantityStart: number, amount: string, more: object = {}) => ({
    productNumber: 'A',
    customerNumber: 'C2',
    currency: 'EUR',
    quantityStart,
    price: amount,
    ...more,
  })
  await at.admin('POST', '/api/_action/sync', {
    prices: {
      entity: 'product_price',
      action: 'upsert',
      payload: [
        price(1, '9.00'),
        price(5, '8.00'),
        price(5, '1.00', { validFrom: '2026-03-03T00:00:00Z' }),
        price(1, '2.00', { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-03-02T08:00:00Z' }),
      ],
    },
  })
  const shown = async (token?: string) => {
    const { body } = await at.shop(
      'POST',
      '/store-api/product',
      { filter: [{ type: 'equals', field: 'productNumber', value: 'A' }] },
      token,
    )
    return (body.elements as { calculatedPrice: { unitPrice: number } }[])[0]?.calculatedPrice.unitPrice
  }
  expect([await shown('ben'), await shown('anna'), await shown()]).toEqual([9, 10, 10])
  const { body } = await at.shop('POST', '/store-api/checkout/cart/line-item', { items: [item('A', 5)] }, 'ben')
  expect(body).toMatchObject({ price: { totalPrice: 40 } })
})

test('a closed shop lets nobody in who is not logged in', async () => {
  const key = 'core.loginRegistration.closedShop'
  await at.admin('POST', '/api/_action/system-config', { [key]: true })
  expect((await at.shop('POST', '/store-api/product', {})).status).toBe(403)
  expect((await at.shop('GET', '/store-api/checkout/cart')).status).toBe(403)
  expect((await at.shop('POST', '/store-api/product', {}, 'anna')).status).toBe(200)
  expect((await at.admin('GET', '/api/_action/system-config')).body).toMatchObject({ [key]: true })
  await at.admin('POST', '/api/_action/system-config', { [key]: false })
  expect((await at.shop('POST', '/store-api/product', {})).status).toBe(200)
})

test.each([
  ['an order without a login', () => at.shop('POST', '/store-api/order', {}), 403],
  ['an unknown order', () => change('nothing', 'A', 1), 404],
  ['no JSON', () => at.shop('PATCH', '/store-api/order/1/line-item', '{', 'anna'), 400],
  [
    'a quantity that is text',
    () => at.shop('POST', '/store-api/order/1/return', { lineItems: [{ referencedId: 'A', quantity: '1' }] }, 'anna'),
    400,
  ],
  ['an unknown state machine', () => at.admin('POST', '/api/_action/customer/1/state/open'), 404],
  ['an id that is none', () => at.admin('POST', '/api/_action/order_return/1/state/process'), 400],
  ['an unknown setting', () => at.admin('POST', '/api/_action/system-config', { 'core.magic': true }), 400],
  [
    'a delivery for a number',
    () => at.admin('POST', '/api/_action/system-config', { 'core.cart.shippingCosts': 5 }),
    400,
  ],
  ['an unknown payment', () => at.shop('POST', '/store-api/checkout/order', { payments: [{ cash: 1 }] }, 'anna'), 400],
  [
    'an item of an unknown type',
    () =>
      at.shop('POST', '/store-api/checkout/cart/line-item', { items: [{ type: 'wish', referencedId: 'A' }] }, 'anna'),
    400,
  ],
  ['too much', () => at.shop('PATCH', '/store-api/order/1/line-item', 'x'.repeat(11_000_000), 'anna'), 413],
] as const)('%s is answered with its status', async (_, call, status) => {
  expect((await call()).status).toBe(status)
})
