import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HostedAnswer, type HostedApis, hostedApis } from './hosted-apis.ts'

/* A shopper's front end, which knows the Store API's documentation only, and nothing of the mirror. */

let apis: HostedApis
let token = ''
beforeAll(async () => {
  apis = await hostedApis()
})
afterAll(async () => {
  await apis[Symbol.asyncDispose]()
})

async function shop(method: string, path: string, body?: unknown): Promise<HostedAnswer> {
  const answer = await apis.ask(
    'shop',
    method,
    `/store-api${path}`,
    body,
    token === '' ? {} : { 'sw-context-token': token },
  )
  token = answer.headers.get('sw-context-token') ?? token
  return answer
}

interface Product {
  id: string
  productNumber: string
  calculatedPrice: { unitPrice: number }
}

test('looks around, fills a cart as a guest, changes it and empties it', async () => {
  expect((await shop('GET', '/context')).body).toMatchObject({ customer: null, token })
  const found: Product[] = []
  for (let page = 1; ; page++) {
    const { body } = await shop('POST', '/product', { page, limit: 100, 'total-count-mode': 1 })
    const elements = body.elements as Product[]
    expect(body).toMatchObject({ page, limit: 100 })
    found.push(...elements)
    if (found.length === body.total) break
    expect(elements).toHaveLength(100)
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  const [first, second] = found.filter(({ calculatedPrice }) => calculatedPrice.unitPrice > 0)
  expect((await shop('POST', `/product/${first?.id}`)).body).toMatchObject({
    product: { productNumber: first?.productNumber },
  })
  expect((await shop('POST', '/product/0189a0b0c0d0700080000000000000ff')).body).toMatchObject({
    errors: [{ status: '404', code: 'CONTENT__PRODUCT_NOT_FOUND' }],
  })

  const items = [first, second].map((product) => ({ type: 'product', referencedId: product?.id, quantity: 1 }))
  await shop('POST', '/checkout/cart/line-item', { items })
  const line = first?.productNumber
  await shop('PATCH', '/checkout/cart/line-item', { items: [{ id: line, quantity: 3 }] })
  const { body: cart } = await shop('GET', '/checkout/cart')
  expect(cart.lineItems).toMatchObject([
    { id: line, quantity: 3, price: { unitPrice: first?.calculatedPrice.unitPrice } },
    { quantity: 1 },
  ])
  expect((await shop('DELETE', '/checkout/cart/line-item', { ids: [line] })).body.lineItems).toHaveLength(1)
  expect((await shop('DELETE', `/checkout/cart/line-item?ids[]=${second?.productNumber}`)).body.lineItems).toEqual([])
  expect((await shop('PATCH', '/checkout/cart/line-item', { items: [{ id: line, quantity: 3 }] })).status).toBe(400)
  expect((await shop('DELETE', '/checkout/cart/line-item')).status).toBe(400)
})

test('logs in, orders and finds the order', async () => {
  const { body: partners } = await apis.ask(
    'erp',
    'GET',
    '/b1s/v2/BusinessPartners?$filter=EmailAddress ne null&$top=60',
  )
  for (const { EmailAddress } of partners.value as { EmailAddress: string }[]) {
    const { status, body } = await shop('POST', '/account/login', { username: EmailAddress, password: 'demo-password' })
    if (status === 200) expect(body.contextToken).toBe(token)
    if (status === 200) break
    expect(body).toMatchObject({ errors: [{ code: 'CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS' }] })
  }
  expect((await shop('GET', '/context')).body.customer).toMatchObject({ customerNumber: expect.any(String) })
  const { body: listing } = await shop('POST', '/product', {
    filter: [{ type: 'equals', field: 'productNumber', value: '100-0042' }],
  })
  const [product] = listing.elements as Product[]
  const items = [{ type: 'product', referencedId: product?.id, quantity: 2 }]
  const { body: cart } = await shop('POST', '/checkout/cart/line-item', { items })
  const { totalPrice } = cart.price as { totalPrice: number }
  const { body: authorization } = await apis.ask('payment', 'POST', '/authorizations', {
    amount: { value: totalPrice.toFixed(2), currency: 'EUR' },
    reference: 'front end',
    card: { number: '4242424242424242' },
  })
  const { status, body: order } = await shop('POST', '/checkout/order', {
    customerComment: 'Thank you',
    payment: { authorizationId: authorization.id },
  })
  expect(status).toBe(200)
  expect(order).toMatchObject({ amountTotal: totalPrice, stateMachineState: { technicalName: 'open' } })
  expect((await shop('POST', '/order', { orderNumber: order.orderNumber })).body).toMatchObject({
    orders: { total: 1, elements: [{ orderNumber: order.orderNumber, lineItems: [{ quantity: 2 }] }] },
  })
  expect((await shop('GET', '/checkout/cart')).body.lineItems).toEqual([])
})
