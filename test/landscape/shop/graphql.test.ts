import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiAnswer } from '../served-api.ts'
import { type ShopAtWork, shopAtWork } from './shop-at-work.ts'

let shop: ShopAtWork

beforeAll(async () => {
  shop = await shopAtWork()
  await shop.store.script(`
    insert into product_price (product_number, customer_number, currency, price) values ('A', 'C1', 'EUR', 8.45)`)
})
afterAll(async () => {
  expect(shop.bugs()).toEqual([])
  await shop[Symbol.asyncDispose]()
})

const ask = (query: string, variables: object = {}, token?: string): Promise<ApiAnswer> =>
  shop.shop('POST', '/graphql', { query, variables }, token)

const codesIn = ({ body }: ApiAnswer) =>
  (body.errors as { extensions?: { code?: string } }[]).map(({ extensions }) => extensions?.code)

test('products are shown with the prices of whoever looks', async () => {
  const query =
    '{ product(productNumber: "A") { name unitPrice currency available } products(limit: 2) { productNumber } }'
  const stranger = await ask(query)
  expect(stranger).toEqual({
    status: 200,
    body: {
      data: {
        product: { name: 'One', unitPrice: '10.00', currency: 'EUR', available: true },
        products: [{ productNumber: 'A' }, { productNumber: 'B' }],
      },
    },
  })
  expect((await ask(query, {}, 'anna')).body).toMatchObject({ data: { product: { unitPrice: '8.45' } } })
  expect((await ask('{ product(productNumber: "none") { name } }')).body).toEqual({ data: { product: null } })
})

test('an order by GraphQL is one that the Store API shows', async () => {
  const cart = await ask(
    'mutation Fill($items: [LineItemInput!]!) { addLineItems(items: $items) { total lineItems { productNumber quantity unitPrice totalPrice } } }',
    { items: [{ referencedId: 'A', quantity: 3 }, { referencedId: 'B' }] },
    'anna',
  )
  expect(cart.body).toEqual({
    data: {
      addLineItems: {
        total: '28.68',
        lineItems: [
          { productNumber: 'A', quantity: 3, unitPrice: '8.45', totalPrice: '25.35' },
          { productNumber: 'B', quantity: 1, unitPrice: '3.33', totalPrice: '3.33' },
        ],
      },
    },
  })
  const request = {
    amount: { value: '28.68', currency: 'EUR' },
    method: 'card',
    reference: 'R',
    card: { number: '4242424242424242' },
  }
  const { id } = (await shop.payment.call('POST', '/authorizations', request)).body
  const fields = 'orderNumber customerNumber state amountTotal lineItems { productNumber totalPrice }'
  const placed = await ask(
    `mutation Place($order: OrderInput!) { placeOrder(order: $order) { ${fields} } }`,
    { order: { payments: [{ authorizationId: id }], customerComment: 'Bitte klingeln' } },
    'anna',
  )
  const order = (placed.body.data as { placeOrder: { orderNumber: string } }).placeOrder
  expect(order).toMatchObject({ customerNumber: 'C1', state: 'open', amountTotal: '28.68' })
  const { orderNumber } = order
  const again = await ask(`query One($n: ID!) { order(orderNumber: $n) { ${fields} } }`, { n: orderNumber }, 'anna')
  expect(again.body).toEqual({ data: { order } })
  const other = await ask('query One($n: ID!) { order(orderNumber: $n) { state } }', { n: orderNumber }, 'ben')
  expect(other.body).toEqual({ data: { order: null } })
  const shown = await shop.shop('POST', '/store-api/order', { orderNumber }, 'anna')
  expect(shown.body).toMatchObject({ orders: { total: 1, elements: [{ orderNumber, amountTotal: 28.68 }] } })
})

test('a token comes back with the answer, and a login counts for what follows', async () => {
  const headers = { 'sw-access-key': 'access', 'content-type': 'application/json' }
  const body = JSON.stringify({ query: '{ context { token customerNumber } cart { total } }' })
  const response = await fetch(`${shop.url}/graphql`, { method: 'POST', headers, body })
  const { data } = (await response.json()) as { data: { context: { token: string } } }
  expect(data).toMatchObject({ context: { customerNumber: null }, cart: { total: '0.00' } })
  expect(response.headers.get('sw-context-token')).toBe(data.context.token)
  const wrong = await ask('mutation { logIn(username: "anna@example.com", password: "wrong") { token } }')
  expect(codesIn(wrong)).toEqual(['CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS'])
})

test.each([
  [
    'an order without a login',
    'mutation { placeOrder(order: { payments: [{ authorizationId: "x" }] }) { id } }',
    'CHECKOUT__CUSTOMER_NOT_LOGGED_IN',
  ],
  [
    'an article that is not there',
    'mutation { addLineItems(items: [{ referencedId: "Z" }]) { total } }',
    'CHECKOUT__PRODUCT_NOT_FOUND',
  ],
  ['no units', 'mutation { addLineItems(items: [{ referencedId: "A", quantity: 0 }]) { total } }', 'invalid'],
  ['a page that is too large', '{ products(limit: 501) { id } }', 'FRAMEWORK__INVALID_CRITERIA'],
])('%s is an error with its code', async (_, query, code) => {
  const answer = await ask(query)
  expect(answer.status).toBe(200)
  expect(codesIn(answer)).toEqual([code])
  expect(JSON.stringify(answer.body)).not.toMatch(/\.[jt]s:\d/)
})

test('a closed shop shows strangers nothing', async () => {
  const settings = (closed: boolean) =>
    shop.admin('POST', '/api/_action/system-config', { 'core.loginRegistration.closedShop': closed })
  await settings(true)
  const query = '{ product(productNumber: "A") { name } }'
  expect(codesIn(await ask(query))).toEqual(['CHECKOUT__CUSTOMER_NOT_LOGGED_IN'])
  expect((await ask(query, {}, 'ben')).body).toEqual({ data: { product: { name: 'One' } } })
  await settings(false)
})

test.each([
  ['that is no GraphQL', '{ cart {', 'Syntax Error'],
  ['with an unknown field', '{ cart { colour } }', 'Cannot query field'],
  ['with more than 1,000 tokens', `{ ${'cart { total } '.repeat(400)} }`, 'tokens'],
  [
    'that is too deep',
    `{ __schema { types { ${'ofType { '.repeat(20)} name ${'} '.repeat(20)} } } }`,
    'selections within each other',
  ],
  ['whose fragments hold themselves', '{ ...f } fragment f on Query { cart { total } ...f }', 'fragment'],
])('a query %s is not carried out', async (_, query, reason) => {
  const answer = await ask(query)
  expect(answer.status).toBe(200)
  expect(answer.body.data).toBeUndefined()
  expect(JSON.stringify(answer.body.errors)).toContain(reason)
})

test('whoever takes the type of its own is told by the status', async () => {
  const post = (query: string, key = 'access', body = JSON.stringify({ query })) =>
    fetch(`${shop.url}/graphql`, {
      method: 'POST',
      headers: { 'sw-access-key': key, accept: 'application/graphql-response+json' },
      body,
    })
  expect((await post('{ nothing }')).status).toBe(400)
  const good = await post('{ cart { total } }')
  expect(good.status).toBe(200)
  expect(good.headers.get('content-type')).toContain('application/graphql-response+json')
  expect((await post('{ cart { total } }', 'wrong')).status).toBe(401)
  expect((await post('', 'access', '[]')).status).toBe(400)
  expect((await post('', 'access', '{ "query": 1 }')).status).toBe(400)
})

test('the tools of strangers read the schema', async () => {
  const { body } = await ask(getIntrospectionQuery())
  const schema = buildClientSchema(body.data as never)
  expect(schema.getQueryType()?.getFields().product?.type.toString()).toBe('Product')
})
