import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HostedAnswer, type HostedApis, hostedApis } from './hosted-apis.ts'

/* Many clients write the same thing at the same moment: nothing is lost, and nothing is counted twice. */

const writers = 20
let apis: HostedApis
beforeAll(async () => {
  apis = await hostedApis()
})
afterAll(async () => {
  await apis[Symbol.asyncDispose]()
})

function atOnce(ask: (writer: number) => Promise<HostedAnswer>): Promise<HostedAnswer[]> {
  return Promise.all(Array.from({ length: writers }, (_, writer) => ask(writer)))
}

function counted(answers: readonly HostedAnswer[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

test('erp: one order for one reference, and every receipt counts', async () => {
  const { body: partners } = await apis.ask('erp', 'GET', '/b1s/v2/BusinessPartners?$top=1')
  const [partner] = partners.value as { CardCode: string }[]
  const line = { ItemCode: '100-0042', Quantity: 1 }
  const stock = async () => {
    const { body } = await apis.ask('erp', 'GET', "/b1s/v2/Items('100-0042')")
    return (body.ItemWarehouseInfoCollection as { WarehouseCode: string; InStock: number }[])[0]
  }
  const before = await stock()
  const WarehouseCode = before?.WarehouseCode
  const order = { CardCode: partner?.CardCode, NumAtCard: 'X-1', DocumentLines: [{ ...line, WarehouseCode }] }
  expect(counted(await atOnce(() => apis.ask('erp', 'POST', '/b1s/v2/Orders', order)))).toEqual({
    201: 1,
    400: writers - 1,
  })
  const receipts = await atOnce((writer) =>
    apis.ask('erp', 'POST', '/b1s/v2/InventoryGenEntries', {
      Reference2: `R-${writer}`,
      DocumentLines: [{ ...line, WarehouseCode }],
    }),
  )
  expect(counted(receipts)).toEqual({ 201: writers })
  expect((await stock())?.InStock).toBe((before?.InStock ?? 0) + writers)
})

test('pim: changes of the same product by many are all there', async () => {
  const categories = await apis.ask('pim', 'GET', '/api/rest/v1/categories?limit=1')
  expect(categories.status).toBe(200)
  const path = '/api/rest/v1/products/100-0042'
  const name = (locale: string, data: string) => ({ values: { name: [{ locale, scope: null, data }] } })
  const locales = ['en_GB', 'de_DE', 'pl_PL']
  const answers = await atOnce((writer) =>
    apis.ask('pim', 'PATCH', path, name(locales[writer % 3] ?? '', `Name ${writer}`)),
  )
  expect(counted(answers)).toEqual({ 204: writers })
  const { body } = await apis.ask('pim', 'GET', path)
  const { name: names } = body.values as { name: { locale: string; data: string }[] }
  for (const [index, locale] of locales.entries()) {
    const data = names.find((one) => one.locale === locale)?.data ?? ''
    expect(Number(data.replace('Name ', '')) % 3).toBe(index)
  }
})

test('shop: what many add to one cart is all in it', async () => {
  const { headers } = await apis.ask('shop', 'GET', '/store-api/context')
  const token = { 'sw-context-token': headers.get('sw-context-token') ?? '' }
  const items = [{ type: 'product', referencedId: '100-0042', quantity: 1 }]
  await apis.ask('shop', 'POST', '/store-api/checkout/cart/line-item', { items }, token)
  await atOnce(() => apis.ask('shop', 'POST', '/store-api/checkout/cart/line-item', { items }, token))
  const { body } = await apis.ask('shop', 'GET', '/store-api/checkout/cart', undefined, token)
  expect(body.lineItems).toMatchObject([{ referencedId: '100-0042', quantity: writers + 1 }])
})

test('oms: no more is reserved than there is', async () => {
  const { body: found } = await apis.ask('oms', 'GET', '/availability?sku=100-0042')
  const [place] = (found.items as { sku: string; location: string; kind: string }[]).filter(
    ({ kind }) => kind === 'warehouse',
  )
  const others = (found.items as { sku: string; location: string }[]).filter(
    ({ location }) => location !== place?.location,
  )
  const counts = [
    { sku: '100-0042', location: place?.location, onHand: 7 },
    ...others.map((one) => ({ sku: one.sku, location: one.location, onHand: 0 })),
  ]
  await apis.ask('oms', 'PUT', '/stock', { items: counts })
  const answers = await atOnce((writer) =>
    apis.ask('oms', 'POST', '/reservations', {
      key: `K-${writer}`,
      orderNumber: `K-${writer}`,
      lines: [{ sku: '100-0042', quantity: 1 }],
    }),
  )
  expect(counted(answers)).toEqual({ 201: 7, 409: writers - 7 })
  const { body } = await apis.ask('oms', 'GET', '/availability?sku=100-0042')
  expect((body.items as { available: number }[]).map(({ available }) => available).every((units) => units >= 0)).toBe(
    true,
  )
})

test('payment: no more is captured than was authorized', async () => {
  const request = { amount: { value: '10.00', currency: 'EUR' }, reference: 'C', card: { number: '4242424242424242' } }
  const { body } = await apis.ask('payment', 'POST', '/authorizations', request)
  const answers = await atOnce(() =>
    apis.ask('payment', 'POST', `/authorizations/${String(body.id)}/capture`, { amount: '1.00' }),
  )
  const counts = counted(answers)
  expect(counts[409]).toBe(writers - 10)
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(10)
})

test('promo: a gift card is not spent twice', async () => {
  await apis.ask('promo', 'POST', '/gift-cards', { code: 'G-1', balance: '10.00', currency: 'EUR' })
  const answers = await atOnce((writer) =>
    apis.ask('promo', 'POST', '/gift-cards/G-1/redemptions', { amount: '1.00', reference: `R-${writer}` }),
  )
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(10)
  expect((await apis.ask('promo', 'GET', '/gift-cards/G-1')).body).toMatchObject({ balance: '0.00' })
})

test('wms: every receipt counts, and the same one once', async () => {
  const { body: found } = await apis.ask('oms', 'GET', '/availability?sku=100-0042')
  const [{ location } = { location: '' }] = found.items as { location: string }[]
  const stock = async (): Promise<number> => {
    const { body } = await apis.ask('wms', 'GET', `/locations/${location}/stock?sku=100-0042`)
    return (body.items as { quantity: number }[])[0]?.quantity ?? 0
  }
  const before = await stock()
  const lines = [{ sku: '100-0042', quantity: 1 }]
  const answers = await atOnce((writer) =>
    apis.ask('wms', 'POST', '/receipts', { reference: `W-${writer % 10}`, location, lines }),
  )
  expect(counted(answers)).toEqual({ 200: writers - 10, 201: 10 })
  expect(await stock()).toBe(before + 10)
})

test('notify: a message with one key goes out once', async () => {
  const mail = { to: 'once@example.com', subject: 'Once', text: 'Once.' }
  await atOnce(() => apis.ask('notify', 'POST', '/emails', mail, { 'idempotency-key': 'once' }))
  expect((await apis.ask('notify', 'GET', '/messages?to=once@example.com')).body.items).toHaveLength(1)
})

test('broker: every message has a place of its own', async () => {
  const records = Array.from({ length: 10 }, (_, index) => ({ key: `k${index}`, value: { index } }))
  const answers = await atOnce(() => apis.ask('broker', 'POST', '/topics/dead-letters', { records }))
  const offsets = answers.flatMap(({ body }) => (body.offsets as { offset: number }[]).map(({ offset }) => offset))
  expect(new Set(offsets).size).toBe(writers * 10)
  expect(Math.max(...offsets)).toBe(writers * 10 - 1)
})
