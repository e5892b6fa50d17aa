import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ShopAtWork, shopAtWork } from './shop-at-work.ts'

let shop: ShopAtWork
beforeAll(async () => {
  shop = await shopAtWork()
})
afterAll(async () => {
  expect(shop.bugs()).toEqual([])
  await shop[Symbol.asyncDispose]()
})

const sync = (entity: string, payload: unknown, action = 'upsert') =>
  shop.admin('POST', '/api/_action/sync', { one: { entity, action, payload } })

async function value(query: string): Promise<unknown> {
  const { rows } = await shop.store.query<{ value: unknown }>(query)
  return rows[0]?.value
}

const product = { productNumber: 'P1', name: 'Eins', active: true, price: '5.00', currency: 'EUR' }

async function seen(language: string): Promise<unknown> {
  const { rows } = await shop.store.query(
    `select 1 from product_visibility where product_number = 'P1' and channel = 'ecommerce' and language = $1`,
    [language],
  )
  return rows.length === 1
}

test('a product is seen where it has a place, and keeps texts and places when nothing is said of them', async () => {
  const places = [
    { channel: 'ecommerce', language: 'de-DE' },
    { channel: 'marketplace', language: 'pl-PL' },
  ]
  const translations = { 'de-DE': { name: 'Eins' }, 'pl-PL': { name: 'Jeden' } }
  expect((await sync('product', [{ ...product, visibilities: places, translations }])).status).toBe(200)
  expect((await sync('product', [{ ...product, price: '6.00' }])).status).toBe(200)
  expect([await seen('de-DE'), await seen('pl-PL')]).toEqual([true, false])
  expect(
    await value(`select translations -> 'pl-PL' ->> 'name' as value from product where product_number = 'P1'`),
  ).toBe('Jeden')
  await sync('product', [{ ...product, visibilities: [] }])
  expect(await value(`select count(*) as value from product_visibility where product_number = 'P1'`)).toBe(0)
})

test('stock that came before its product is there, and a product can be taken away', async () => {
  const stock = { productNumber: 'P2', warehouseCode: 'W1', kind: 'warehouse', stock: 7, available: 5 }
  await sync('product_warehouse', [stock])
  await sync('product', [{ ...product, productNumber: 'P2' }])
  expect(await value(`select available_stock as value from product where product_number = 'P2'`)).toBe(5)
  await sync('product', [{ productNumber: 'P2' }], 'delete')
  expect(await value(`select count(*) as value from product where product_number = 'P2'`)).toBe(0)
  expect(await value(`select stock as value from product_warehouse where product_number = 'P2'`)).toBe(7)
})

const customer = { customerNumber: 'N1', email: 'n1@example.com', firstName: 'N', lastName: 'One' }
const address = { firstName: 'N', lastName: 'One', street: 'Weg 1', zipcode: '10115', city: 'Berlin', country: 'DE' }

test('customers come with their addresses, once, also when many come at the same moment', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      sync('customer', [{ ...customer, addresses: [address, { ...address, city: 'Bonn' }] }]),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
  expect(await value(`select count(*) as value from customer_address`)).toBe(2)
})

test('past orders come once, with their lines, and nobody is told', async () => {
  await sync('customer', [customer])
  const order = {
    orderNumber: 'H1',
    customerNumber: 'N1',
    amountTotal: 12.3,
    currency: 'EUR',
    orderDateTime: '2025-01-01T00:00:00Z',
    lineItems: [{ productNumber: 'A', quantity: 2, unitPrice: 6.15, totalPrice: 12.3 }],
  }
  for (const _ of [1, 2]) expect((await sync('order', [order])).status).toBe(200)
  expect(await value(`select count(*) as value from order_line_item`)).toBe(1)
  expect(await value(`select amount_total as value from "order" where order_number = 'H1'`)).toBe('12.30')
  expect(await value('select count(*) as value from outbox')).toBe(0)
  expect((await sync('order', [{ ...order, customerNumber: 'C1' }])).status).toBe(400)
  expect((await sync('order', [{ ...order, orderNumber: 'H2', customerNumber: 'nobody' }])).status).toBe(400)
})

test.each<[string, string, unknown, string]>([
  ['an unknown entity', 'colour', [], 'upsert'],
  ['an inherited name', 'constructor', [], 'upsert'],
  ['an unknown action', 'product', [], 'toString'],
  ['deleting what cannot be deleted', 'customer', [], 'delete'],
  ['a payload that is no list', 'product', {}, 'upsert'],
  ['records that are no objects', 'product', [1, null], 'upsert'],
  ['a price that is none', 'product', [{ ...product, price: 'much' }], 'upsert'],
  ['a product without a name', 'product', [{ productNumber: 'P9' }], 'upsert'],
  ['a customer without an e-mail', 'customer', [{ ...customer, email: null }], 'upsert'],
  [
    'an e-mail of somebody else',
    'customer',
    [{ ...customer, customerNumber: 'N2', email: 'anna@example.com' }],
    'upsert',
  ],
  ['an address of nobody', 'customer_address', [{ ...address, customerNumber: 'nobody' }], 'upsert'],
])('refused: %s', async (_, entity, payload, action) => {
  const answer = await sync(entity, payload, action)
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ status: '400' }] } })
})

test('what is no operation is refused, and so is a search beyond its limits', async () => {
  expect((await shop.admin('POST', '/api/_action/sync', { one: null })).status).toBe(400)
  expect((await shop.admin('POST', '/api/search/product', { limit: 501 })).status).toBe(400)
  expect((await shop.admin('POST', '/api/search/product', { page: 'x' })).status).toBe(400)
  const { body } = await shop.admin('POST', '/api/search/product', { limit: 2 })
  expect(body).toMatchObject({ data: [{ productNumber: 'A' }, { productNumber: 'B' }] })
})

test('the same record twice in one operation is refused, and nothing of it is written', async () => {
  const stock = { productNumber: 'A', warehouseCode: 'W1', kind: 'warehouse', stock: 5, available: 5 }
  const answer = await sync('product_warehouse', [stock, { ...stock, available: 4 }])
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ status: '400', code: expect.any(String) }] } })
  expect(await value("select count(*)::int as value from product_warehouse where product_number = 'A'")).toBe(0)
})
