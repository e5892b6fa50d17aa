import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConnectorClients } from '../../../../src/landscape/connector/clients.ts'
import { discountedExactly } from '../../../../src/landscape/connector/prices/discounted.ts'
import { exchangePrices, type PriceExchange } from '../../../../src/landscape/connector/prices/price-exchange.ts'
import { validityInDays } from '../../../../src/landscape/connector/prices/validity.ts'
import type { ApiClient } from '../../../../src/landscape/http-client.ts'
import { type PriceSystems, priceSystems } from './price-systems.ts'

let systems: PriceSystems
let stores: PriceSystems['stores']
let clients: ConnectorClients

const modules = { discounted: discountedExactly, validityOf: validityInDays }

beforeAll(async () => {
  systems = await priceSystems()
  stores = systems.stores
  await stores.erp.script(`insert into item (item_code, item_name) values ('A', 'a'), ('B', 'b')`)
  await stores.shop.script(`insert into customer (customer_number, email, first_name, last_name) values
    ('C1', 'anna@example.com', 'Anna', 'A'), ('2', 'ben@example.com', 'Ben', 'B')`)
  // Two conditions make a batch.
  const { erp } = systems.clients
  clients = { ...systems.clients, erp: (method, path, options) => erp(method, `${path}&limit=2`, options) }
})
afterAll(async () => {
  expect(systems.bugs()).toEqual([])
  await systems[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await stores.erp.script(`truncate special_price, special_price_deleted; alter sequence special_price_change restart;
    insert into special_price (card_code, item_code, quantity_from, valid_from, valid_to, price, discount, currency) values
      ('C1', 'A', 1, '2026-01-01', '2026-06-30', 10.20, 7.5, 'EUR'), ('C1', 'A', 1, '2026-07-01', null, 11, 0, 'EUR'),
      ('C1', 'B', 1, '2026-01-01', null, 8, 0, 'EUR'), ('0000002', 'A', 1, '2026-01-01', null, 7, 0, 'EUR'),
      ('0000002', 'B', 12, '2026-01-01', null, 6, 0, 'EUR')`)
  await stores.shop.script('truncate product_price')
  await stores.oms.script('truncate watermark')
})

async function exchange(changed: Partial<ConnectorClients> = {}): Promise<Omit<PriceExchange, 'seconds'>> {
  const { seconds, ...done } = await exchangePrices({ ...clients, ...changed }, modules)
  expect(seconds).toBeGreaterThan(0)
  return done
}

async function inShop(): Promise<string[]> {
  const { rows } = await stores.shop.query<{ line: string }>(
    `select concat_ws(' ', customer_number, product_number, quantity_start, price, valid_to::date) as line
     from product_price order by 1`,
  )
  return rows.map(({ line }) => line)
}

const all = ['2 A 1 7.00', '2 B 12 6.00', 'C1 A 1 11.00', 'C1 A 1 9.44 2026-07-01', 'C1 B 1 8.00']

test('everything comes over in batches, and a second time nothing does', async () => {
  expect(await exchange()).toEqual({ read: 5, written: 5, deleted: 0, refused: 0 })
  expect(await inShop()).toEqual(all)
  expect(await exchange()).toEqual({ read: 0, written: 0, deleted: 0, refused: 0 })
})

test('only what changed comes over', async () => {
  await exchange()
  await stores.erp.script(`update special_price set price = 8.01 where card_code = 'C1' and item_code = 'B';
    delete from special_price where card_code = '0000002' and item_code = 'B'`)
  expect(await exchange()).toEqual({ read: 2, written: 1, deleted: 1, refused: 0 })
  expect(await inShop()).toEqual(['2 A 1 7.00', 'C1 A 1 11.00', 'C1 A 1 9.44 2026-07-01', 'C1 B 1 8.01'])
})

test('a run that breaks off goes on behind the last batch that is in place', async () => {
  let batches = 0
  const failing: ApiClient = (method, path, options) => {
    if (++batches >= 2) throw new Error('the shop is away')
    return clients.shop(method, path, options)
  }
  await expect(exchange({ shop: failing })).rejects.toThrow('the shop is away')
  expect(await inShop()).toHaveLength(2)
  expect(await exchange()).toEqual({ read: 3, written: 3, deleted: 0, refused: 0 })
  expect(await inShop()).toEqual(all)
})

test('two batches are written at a time', async () => {
  let current = 0
  let most = 0
  const second = Promise.withResolvers<void>()
  const counting: ApiClient = async (method, path, options) => {
    most = Math.max(most, ++current)
    if (current === 2) second.resolve()
    await second.promise
    return clients.shop(method, path, options).finally(() => current--)
  }
  expect(await exchange({ shop: counting })).toEqual({ read: 5, written: 5, deleted: 0, refused: 0 })
  expect(most).toBe(2)
  expect(await inShop()).toEqual(all)
})

test('what changes once more while it is on its way is written last', async () => {
  let reads = 0
  const changing: ApiClient = async (method, path, options) => {
    if (++reads === 2)
      await stores.erp.script(`update special_price set price = 12 where valid_to = '2026-06-30';
        update special_price set price = price where change_number between 2 and 5`)
    return clients.erp(method, path, options)
  }
  // The first batch is slow: it arrives when the second one, which has the price anew, is done, or after a while.
  let writes = 0
  const secondDone = Promise.withResolvers<void>()
  const slow: ApiClient = async (method, path, options) => {
    writes += 1
    if (writes === 1) await Promise.race([secondDone.promise, setTimeout(300)])
    const isSecond = writes === 2
    const answer = await clients.shop(method, path, options)
    if (isSecond) secondDone.resolve()
    return answer
  }
  await exchange({ erp: changing, shop: slow })
  expect(await inShop()).toEqual(all.map((line) => line.replace('9.44', '11.10')).toSorted())
})

test('batches whose answers were lost are written again, and change nothing', async () => {
  const deaf: ApiClient = async (method, path, options) => {
    await clients.shop(method, path, options)
    throw new Error('the answer was lost')
  }
  await expect(exchange({ shop: deaf })).rejects.toThrow('lost')
  // Two batches were on their way.
  expect(await exchange()).toEqual({ read: 5, written: 1, deleted: 0, refused: 0 })
  expect(await inShop()).toEqual(all)
})

test('prices of a customer whom the shop does not know are counted, and keep nothing back', async () => {
  await stores.erp.script(`insert into special_price (card_code, item_code, valid_from, price, currency)
    values ('C9', 'A', '2026-01-01', 1, 'EUR')`)
  expect(await exchange()).toEqual({ read: 6, written: 5, deleted: 0, refused: 1 })
})

test('an ERP that was restored from an older copy is read from the beginning', async () => {
  await exchange()
  await stores.erp.script(`truncate special_price; alter sequence special_price_change restart;
    insert into special_price (card_code, item_code, valid_from, price, currency) values ('C1', 'B', '2026-01-01', 5, 'EUR')`)
  expect(await exchange()).toEqual({ read: 1, written: 1, deleted: 0, refused: 0 })
  expect(await inShop()).toContain('C1 B 1 5.00')
})
