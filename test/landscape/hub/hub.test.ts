import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { hubMirror } from '../../../src/landscape/hub/mirror.ts'
import { reserveWithLock } from '../../../src/landscape/oms/reserve.ts'
import { omsSchema } from '../../../src/landscape/oms/schema.ts'
import { takeStockCount } from '../../../src/landscape/oms/stock.ts'
import { shopSchema } from '../../../src/landscape/shop/schema.ts'
import { startDatabases } from '../../scenario/databases.ts'
import { type ServedMirror, servedMirror } from '../served-api.ts'

/* A stranger's client: a form to one address, as BaseLinker's documentation has it. */

let databases: Awaited<ReturnType<typeof startDatabases>>
let shop: SqlStore
let oms: SqlStore
let clock: LandscapeClock
let hub: ServedMirror

beforeAll(async () => {
  databases = await startDatabases(['shop', 'oms'])
  shop = databases.stores.shop as SqlStore
  oms = databases.stores.oms as SqlStore
  await shop.script(shopSchema)
  await oms.script(omsSchema)
  await shop.script(`
    insert into product (product_number, name, ean, price, currency) values
      ('A', 'One', '4006381333931', 10.00, 'EUR'), ('B', 'Two', null, 3.33, 'EUR'), ('C', 'Three', null, null, null);
    insert into customer (customer_number, email, first_name, last_name) values ('C1', 'anna@example.com', 'Anna', 'A')`)
  await oms.script(`
    insert into location (code, name, kind, priority) values ('W1', 'First', 'warehouse', 1), ('S1', 'Store', 'store', 2);
    insert into stock (sku, location, on_hand) values ('A', 'W1', 10), ('B', 'W1', 2), ('A', 'S1', 1)`)
  clock = landscapeClock({
    start: Date.parse('2026-03-02T08:00:30Z'),
    settle: async () => undefined,
    onJob: () => undefined,
  })
  let ids = 0
  hub = await servedMirror(
    hubMirror({ shop, oms, clock, token: 'T', reserve: reserveWithLock, takeStockCount, newId: () => `id-${++ids}` }),
  )
})
afterAll(async () => {
  expect(hub.bugs).toEqual([])
  await hub[Symbol.asyncDispose]()
  await databases[Symbol.asyncDispose]()
})
beforeEach(() => clock.advance(60_000))

async function call(method: string, parameters?: unknown, token = 'T'): Promise<Record<string, unknown>> {
  const text = typeof parameters === 'string' ? parameters : JSON.stringify(parameters)
  const response = await fetch(`${hub.url}/connector.php`, {
    method: 'POST',
    headers: { 'X-BLToken': token },
    body: new URLSearchParams({ method, ...(text !== undefined && { parameters: text }) }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

const one = { inventory_id: 1 }

test('products are listed with prices and stock, found, and read whole', async () => {
  expect(await call('getInventories')).toMatchObject({
    status: 'SUCCESS',
    inventories: [{ inventory_id: 1, warehouses: ['oms_W1'], default_price_group: 1 }],
  })
  expect(await call('getInventoryWarehouses')).toMatchObject({
    warehouses: [{ warehouse_id: 'W1', warehouse_type: 'oms' }],
  })
  const { products } = await call('getInventoryProductsList', one)
  expect(products).toMatchObject({
    A: { sku: 'A', name: 'One', prices: { 1: 10 }, stock: { oms_W1: 10 } },
    C: { prices: {} },
  })
  expect(
    Object.keys((await call('getInventoryProductsList', { ...one, filter_name: 'tw' })).products as object),
  ).toEqual(['B'])
  expect((await call('getInventoryProductsList', { ...one, page: 2 })).products).toEqual({})
  const data = await call('getInventoryProductsData', { ...one, products: ['A', 'none'] })
  expect(data.products).toEqual({
    A: {
      id: 'A',
      is_bundle: false,
      sku: 'A',
      ean: '4006381333931',
      tax_rate: 0,
      prices: { 1: 10 },
      stock: { oms_W1: 10 },
      text_fields: { name: 'One', description: '' },
    },
  })
})

test('stock and prices are set, and what cannot be is told by product', async () => {
  const products = { B: { oms_W1: 7 }, none: { oms_W1: 1 }, A: { other_1: 5 }, C: { oms_W1: 1 } }
  expect(await call('updateInventoryProductsStock', { ...one, products })).toEqual({
    status: 'SUCCESS',
    counter: 1,
    warnings: {
      none: 'There is no stock of this product in the warehouse oms_W1',
      A: 'There is no stock of this product in the warehouse other_1',
      C: 'There is no stock of this product in the warehouse oms_W1',
    },
  })
  const { rows } = await oms.query(
    "select on_hand from stock where sku = 'B' union all select count(*)::int from outbox",
  )
  expect(rows).toEqual([{ on_hand: 7 }, { on_hand: 1 }])
  const prices = { B: { 1: 4.5 }, C: { 1: 'dear' } }
  expect(await call('updateInventoryProductsPrices', { ...one, products: prices })).toMatchObject({
    counter: 1,
    warnings: { C: 'price must be a decimal number as a text.' },
  })
})

test('an order holds its units, is in the shop with its event, and takes its steps', async () => {
  const order = {
    email: 'Anna@example.com',
    currency: 'EUR',
    delivery_price: 4.9,
    products: [{ sku: 'A', name: 'One', quantity: 3, price_brutto: 9.99 }],
  }
  const { status, order_id: id } = await call('addOrder', order)
  expect(status).toBe('SUCCESS')
  const stock = await call('getInventoryProductsStock', one)
  expect(stock.products).toMatchObject({ A: { stock: { oms_W1: 10 }, reservations: { oms_W1: 3 } } })
  const { orders } = await call('getOrders', { order_id: id })
  expect(orders).toMatchObject([
    {
      order_id: id,
      order_status_id: 1,
      date_confirmed: Math.floor(clock.now() / 1000),
      email: 'anna@example.com',
      user_login: 'C1',
      delivery_price: 4.9,
      products: [{ sku: 'A', quantity: 3, price_brutto: 9.99 }],
    },
  ])
  const { rows } = await shop.query("select topic, key, payload ->> 'total' as total from outbox")
  expect(rows).toEqual([{ topic: 'orders', key: id, total: '34.87' }])
  expect(await call('setOrderStatus', { order_id: id, status_id: 2 })).toEqual({ status: 'SUCCESS' })
  expect(await call('setOrderStatus', { order_id: id, status_id: 1 })).toMatchObject({
    error_code: 'ERROR_ORDER_STATUS',
  })
  expect((await call('getOrders', { status_id: 2 })).orders).toHaveLength(1)
  expect((await call('getOrders', { date_confirmed_from: Math.floor(clock.now() / 1000) + 60 })).orders).toEqual([])
  expect(await call('setOrderStatus', { order_id: id, status_id: 4 })).toEqual({ status: 'SUCCESS' })
  expect((await call('getOrders', { order_id: id })).orders).toMatchObject([{ order_status_id: 4 }])
})

test('twenty orders at once for what is left: nobody gets what is not there', async () => {
  await call('updateInventoryProductsStock', { ...one, products: { B: { oms_W1: 7 } } })
  const order = { email: 'anna@example.com', products: [{ sku: 'B', quantity: 1, price_brutto: '3.33' }] }
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('addOrder', order)))
  const taken = answers.filter(({ status }) => status === 'SUCCESS').map(({ order_id: id }) => id)
  expect(new Set(taken).size).toBe(7)
  expect(answers.filter(({ error_code: code }) => code === 'ERROR_PRODUCT_STOCK')).toHaveLength(13)
})

test('more than a hundred requests in a minute block the token until the next', async () => {
  for (let count = 0; count < 100; count++) await call('getOrderStatusList')
  expect(await call('getOrderStatusList')).toEqual({
    status: 'ERROR',
    error_code: 'ERROR_BLOCKED_TOKEN',
    error_message: expect.stringMatching(/^Query limit exceeded, token blocked until 2026-03-02 08:\d\d:00$/),
  })
  await clock.advance(60_000)
  expect(await call('getOrderStatusList')).toMatchObject({
    status: 'SUCCESS',
    statuses: [{ id: 1, name: 'New' }, {}, {}, {}],
  })
})

describe('what cannot be is told in the body', () => {
  test.each<[string, string, unknown, string]>([
    ['an unknown method', 'toString', {}, 'ERROR_UNKNOWN_METHOD'],
    ['no method', '', {}, 'ERROR_UNKNOWN_METHOD'],
    ['parameters that are no JSON', 'getOrders', '{', 'ERROR_BAD_PARAMETERS'],
    ['parameters that are no object', 'getOrders', '5', 'ERROR_BAD_PARAMETERS'],
    ['another catalogue', 'getInventoryProductsList', { inventory_id: 2 }, 'ERROR_STORAGE_ID'],
    ['an unknown status', 'setOrderStatus', { order_id: '1', status_id: 9 }, 'ERROR_STATUS_ID'],
    ['an unknown order', 'setOrderStatus', { order_id: '1', status_id: 2 }, 'ERROR_BAD_PARAMETERS'],
    [
      'a stranger',
      'addOrder',
      { email: 'x@example.com', products: [{ sku: 'A', quantity: 1, price_brutto: 1 }] },
      'ERROR_CUSTOMER',
    ],
    ['no products', 'addOrder', { email: 'anna@example.com', products: [] }, 'ERROR_BAD_PARAMETERS'],
    [
      'a price that is none',
      'addOrder',
      { email: 'anna@example.com', products: [{ sku: 'A', quantity: 1, price_brutto: 'x' }] },
      'ERROR_BAD_PARAMETERS',
    ],
    ['a page that is none', 'getInventoryProductsList', { inventory_id: 1, page: -1 }, 'ERROR_BAD_PARAMETERS'],
  ])('%s', async (_what, method, parameters, code) => {
    expect(await call(method, parameters)).toMatchObject({ status: 'ERROR', error_code: code })
  })

  test('a wrong token, and a body that is no form', async () => {
    expect(await call('getInventories', {}, 'wrong')).toMatchObject({ error_code: 'ERROR_BAD_TOKEN' })
    const response = await fetch(`${hub.url}/connector.php`, {
      method: 'POST',
      headers: { 'X-BLToken': 'T' },
      body: '{}',
    })
    expect(await response.json()).toMatchObject({ error_code: 'ERROR_BAD_PARAMETERS' })
  })
})
