import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ShopAtWork, shopAtWork } from './shop-at-work.ts'

let shop: ShopAtWork
beforeAll(async () => {
  shop = await shopAtWork()
})
afterAll(async () => {
  expect(shop.bugs()).toEqual([])
  await shop[Symbol.asyncDispose]()
})
beforeEach(() => shop.store.script('truncate product_price'))

const price = { productNumber: 'A', customerNumber: 'C1', currency: 'EUR', quantityStart: 1, price: '9.50' }

const send = (...lines: readonly (object | string)[]) =>
  shop.admin(
    'POST',
    '/api/_action/bulk/product-price',
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )

async function stored(): Promise<unknown[]> {
  const { rows } = await shop.store.query(
    `select product_number, customer_number, quantity_start, price, valid_from, valid_to from product_price
     order by product_number, customer_number, quantity_start, valid_from`,
  )
  return rows.map((row) => Object.values(row))
}

test('prices come in as they are, once, and are changed and deleted by the same key', async () => {
  const half = { ...price, validFrom: '2026-01-01T00:00:00Z', validTo: '2026-07-01T00:00:00Z' }
  const lines = [price, half, { ...price, quantityStart: 12, price: '8.00' }]
  expect(await send(...lines)).toEqual({ status: 200, body: { written: 3, deleted: 0, unchanged: 0, errors: [] } })
  expect(await stored()).toEqual([
    ['A', 'C1', 1, '9.50', new Date('2026-01-01T00:00:00Z'), new Date('2026-07-01T00:00:00Z')],
    ['A', 'C1', 1, '9.50', null, null],
    ['A', 'C1', 12, '8.00', null, null],
  ])
  expect((await send(...lines)).body).toMatchObject({ written: 0, unchanged: 3 })
  const { price: _, validTo: __, ...key } = half
  const changed = [
    { ...price, price: '9.51' },
    { ...key, deleted: true },
    { ...key, quantityStart: 7, deleted: true },
  ]
  expect((await send(...changed)).body).toEqual({ written: 1, deleted: 1, unchanged: 1, errors: [] })
  expect((await stored()).map((row) => (row as unknown[])[3])).toEqual(['9.51', '8.00'])
})

test('whoever is logged in pays the new price at once', async () => {
  const page = async () => {
    const { body } = await shop.shop('POST', '/store-api/product', {}, 'anna')
    return (body.elements as { calculatedPrice: { unitPrice: number } }[])[0]?.calculatedPrice.unitPrice
  }
  expect(await page()).toBe(10)
  await send(price)
  expect(await page()).toBe(9.5)
})

test('of the same price in several lines, the last one counts', async () => {
  const gone = { ...price, price: undefined, deleted: true }
  expect((await send(price, gone, { ...price, price: '7.00' })).body).toMatchObject({ written: 1, deleted: 0 })
  expect((await send(price, gone)).body).toMatchObject({ written: 0, deleted: 1 })
  expect(await stored()).toEqual([])
})

test('each bad line is told, and those around it are written', async () => {
  const bad: readonly (object | string)[] = [
    '{"productNumber":',
    '[]',
    { ...price, price: 9.5 },
    { ...price, price: '9.5' },
    { ...price, price: '-9.50' },
    { ...price, price: '1234567890123.00' },
    { ...price, price: undefined },
    { ...price, deleted: true },
    { ...price, price: undefined, deleted: 'yes' },
    { ...price, currency: 'eur' },
    { ...price, quantityStart: 0 },
    { ...price, quantityStart: 1.5 },
    { ...price, quantityStart: '1' },
    { ...price, productNumber: '' },
    { ...price, productNumber: 'a\0b' },
    { ...price, productNumber: '\ud800' },
    { ...price, productNumber: 'x'.repeat(256) },
    { ...price, customerNumber: 7 },
    { ...price, customerNumber: 'nobody' },
    { ...price, validFrom: '2026-02-31T00:00:00Z' },
    { ...price, validFrom: '2026-02-01' },
    { ...price, validFrom: '2026-02-02T00:00:00Z', validTo: '2026-02-02T00:00:00Z' },
    { ...price, prise: '1.00' },
  ]
  const { status, body } = await send(price, '', ...bad, { ...price, productNumber: 'B' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ written: 2 })
  const errors = body.errors as { line: number; detail: string }[]
  expect(errors.map(({ line }) => line)).toEqual(bad.map((_, index) => index + 3))
  expect(errors[0]?.detail).toBe('the line is not valid JSON')
  expect(errors[18]?.detail).toBe('the shop has no such customer')
  for (const { detail } of errors) expect(detail).not.toContain('nobody')
  expect((await stored()).map((row) => (row as unknown[])[0])).toEqual(['A', 'B'])
})

test('an empty body does nothing, one without a key is refused, one that is too large is refused whole', async () => {
  expect((await send()).body).toEqual({ written: 0, deleted: 0, unchanged: 0, errors: [] })
  const stranger = await shop.shop('POST', '/api/_action/bulk/product-price', price)
  expect(stranger.status).toBe(401)
  const large = JSON.stringify(price).concat('\n').repeat(120_000)
  expect((await shop.admin('POST', '/api/_action/bulk/product-price', large)).status).toBe(413)
  expect(await stored()).toEqual([])
})

test('several that write the same prices at once leave each of them once', async () => {
  const lines = Array.from({ length: 200 }, (_, index) => ({ ...price, productNumber: `P${index}` }))
  const answers = await Promise.all([send(...lines), send(...lines), send(...lines)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await stored()).toHaveLength(200)
})

test('more lines than are written at once come in, and errors keep their numbers', async () => {
  const lines = Array.from({ length: 9_000 }, (_, index) => ({ ...price, productNumber: `P${index}` }))
  const { body } = await send(...lines.slice(0, 8_500), '{', ...lines.slice(8_500), {
    ...price,
    productNumber: 'P0',
    price: '1.00',
  })
  expect(body).toEqual({ written: 9_001, deleted: 0, unchanged: 0, errors: [expect.objectContaining({ line: 8_501 })] })
  expect(await stored()).toHaveLength(9_000)
  expect(await stored()).toContainEqual(['P0', 'C1', 1, '1.00', null, null])
})
