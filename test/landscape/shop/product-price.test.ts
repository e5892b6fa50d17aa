import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { mergeOrderFields } from '../../../src/landscape/shop/order-fields.ts'
import { changePrice } from '../../../src/landscape/shop/product-price.ts'
import { shopSchema } from '../../../src/landscape/shop/schema.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'

let databases: Databases
let store: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['shop'])
  store = databases.stores.shop as SqlStore
  await store.script(shopSchema)
  await store.script(`
    insert into product (product_number, name, price) values ('A', 'Article', 1);
    insert into "order" (order_number, order_customer, amount_total, currency, order_date_time, custom_fields)
      values ('1', '{}', 1, 'EUR', now(), '{"gift": true}'), ('2', '{}', 1, 'EUR', now(), null)`)
})
afterAll(() => databases[Symbol.asyncDispose]())

test('a product gets another price, by its number or its id', async () => {
  const read = async () => (await store.query('select id, price, currency from product')).rows[0]
  await changePrice(store, 'A', { price: '12.5', currency: 'EUR' }, 0)
  expect(await read()).toMatchObject({ price: '12.50', currency: 'EUR' })
  await changePrice(store, String((await read())?.id), { price: '9', currency: 'PLN' }, 0)
  expect(await read()).toMatchObject({ price: '9.00', currency: 'PLN' })
})

test.each<[string, JsonObject, number]>([
  ['B', { price: '1', currency: 'EUR' }, 404],
  ['A', { currency: 'EUR' }, 400],
  ['A', { price: 1, currency: 'EUR' }, 400],
  ['A', { price: '-1', currency: 'EUR' }, 400],
  ['A', { price: '1e3', currency: 'EUR' }, 400],
  ['A', { price: '1' }, 400],
])('%s %j is refused with %i', async (id, body, status) => {
  await expect(changePrice(store, id, body, 0)).rejects.toMatchObject({ status })
})

test('custom fields of orders are merged', async () => {
  const fields = { status: 'paid' }
  await mergeOrderFields(
    store,
    ['1', '2', '3'].map((orderNumber) => ({ orderNumber, customFields: fields })),
  )
  const { rows } = await store.query('select custom_fields as fields from "order" order by order_number')
  expect(rows).toEqual([{ fields: { gift: true, ...fields } }, { fields }])
})
