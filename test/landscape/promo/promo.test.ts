import { afterAll, beforeAll, expect, test } from 'vitest'
import { promoMirror } from '../../../src/landscape/promo/mirror.ts'
import { promoSchema } from '../../../src/landscape/promo/schema.ts'
import { type MirrorAtWork, mirrorAtWork } from '../mirror-at-work.ts'

let promo: MirrorAtWork

beforeAll(async () => {
  promo = await mirrorAtWork(promoSchema, promoMirror)
})
afterAll(async () => {
  expect(promo.bugs).toEqual([])
  await promo[Symbol.asyncDispose]()
})

const post = (path: string, body: object, key?: string) => promo.call('POST', path, body, key)
const card = (code: string) => post('/gift-cards', { code, balance: '25.00', currency: 'EUR' })
const balanceOf = async (code: string) => (await promo.call('GET', `/gift-cards/${code}`)).body.balance

test('a gift card pays until nothing is left, and takes back no more than it paid', async () => {
  expect(await card('one')).toMatchObject({ status: 201, body: { balance: '25.00' } })
  expect((await card('one')).status).toBe(409)
  const { body } = await post('/gift-cards/one/redemptions', { amount: '20.00', reference: 'O1' })
  expect(await post('/gift-cards/one/redemptions', { amount: '5.01', reference: 'O2' })).toMatchObject({ status: 409 })
  expect(await balanceOf('one')).toBe('5.00')
  const path = `/redemptions/${body.id}/returns`
  expect((await post(path, { amount: '19.99' })).status).toBe(201)
  expect((await post(path, { amount: '0.02' })).status).toBe(409)
  expect((await post(path, {})).body).toMatchObject({ amount: '0.01' })
  expect((await post(path, {})).status).toBe(409)
  expect(await balanceOf('one')).toBe('25.00')
})

test('of many who redeem the same card at once as many succeed as it is worth', async () => {
  await card('many')
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => post('/gift-cards/many/redemptions', { amount: '4.00', reference: 'O' })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
  expect(await balanceOf('many')).toBe('1.00')
})

test('points are credited, pay a cent each, and come back', async () => {
  await post('/loyalty-accounts/C1/credits', { points: 100 })
  expect((await post('/loyalty-accounts/C1/credits', { points: 50 })).body).toMatchObject({
    points: 150,
    worth: '1.50',
  })
  expect((await post('/loyalty-accounts/C1/redemptions', { points: 151, reference: 'O' })).status).toBe(409)
  const { body } = await post('/loyalty-accounts/C1/redemptions', { points: 120, reference: 'O' })
  expect(body).toMatchObject({ kind: 'points', amount: '1.20' })
  await post(`/redemptions/${body.id}/returns`, { amount: '0.20' })
  expect((await promo.call('GET', '/loyalty-accounts/C1')).body).toMatchObject({ points: 50 })
})

test('a coupon is used by the order that redeems its calculation, once, and can be given up', async () => {
  await promo.call('PUT', '/promotions/five', {
    kind: 'linear',
    name: 'Five off',
    rule: { amount: '5.00' },
    coupons: [{ code: 'FIVE', uses: 1 }],
  })
  const lines = [{ sku: 'A', quantity: 2, unitPrice: '10.00' }]
  const calculate = (key: string, coupons: string[]) => post('/calculations', { key, currency: 'EUR', lines, coupons })
  expect((await calculate('k0', [])).body).toMatchObject({ total: '20.00', discount: '0.00' })
  expect((await calculate('k1', ['FIVE'])).body).toMatchObject({ total: '15.00', lines: [{ discount: '5.00' }] })
  await calculate('k2', ['FIVE'])
  const redeem = (key: string, orderNumber: string) => post(`/calculations/${key}/order`, { orderNumber })
  expect((await redeem('k1', 'O1')).status).toBe(200)
  expect((await redeem('k1', 'O1')).status).toBe(200)
  expect((await redeem('k1', 'O2')).status).toBe(409)
  expect((await redeem('k2', 'O2')).status).toBe(409)
  expect((await calculate('k1', [])).status).toBe(409)
  await promo.call('DELETE', '/calculations/k1/order')
  expect((await redeem('k2', 'O2')).status).toBe(200)
})

test('a promotion applies only while it is valid', async () => {
  const save = (validFrom: string, validTo: string) =>
    promo.call('PUT', '/promotions/spring', {
      kind: 'linear',
      name: 'S',
      rule: { percent: '50.00' },
      validFrom,
      validTo,
    })
  const lines = [{ sku: 'A', quantity: 1, unitPrice: '10.00' }]
  const totalOf = async () => (await post('/calculations', { key: 'v', currency: 'EUR', lines })).body.total
  await save('2026-03-03T00:00:00Z', '2026-04-01T00:00:00Z')
  expect(await totalOf()).toBe('10.00')
  await save('2026-03-02T00:00:00Z', '2026-03-02T08:00:00Z')
  expect(await totalOf()).toBe('10.00')
  await save('2026-03-02T08:00:00Z', '2026-03-02T08:00:01Z')
  expect(await totalOf()).toBe('5.00')
})

const calculation = { key: 'k', currency: 'EUR', lines: [{ sku: 'A', quantity: 1, unitPrice: '1.00' }] }
const promotion = (rule: object, kind = 'linear') => promo.call('PUT', '/promotions/x', { kind, name: 'X', rule })

test.each([
  ['a wrong key', () => post('/gift-cards', {}, 'wrong'), 401],
  ['no JSON', () => promo.call('POST', '/calculations', '{'), 400],
  ['no lines', () => post('/calculations', { ...calculation, lines: [] }), 400],
  [
    'a price as a number',
    () => post('/calculations', { ...calculation, lines: [{ sku: 'A', quantity: 1, unitPrice: 1 }] }),
    400,
  ],
  ['a delivery below zero', () => post('/calculations', { ...calculation, shipping: '-1.00' }), 400],
  ['coupons that are no texts', () => post('/calculations', { ...calculation, coupons: [1] }), 400],
  ['an unknown kind', () => promotion({}, 'magic'), 400],
  ['a rule of both kinds', () => promotion({ percent: '1.00', amount: '1.00' }), 400],
  ['more than everything', () => promotion({ percent: '100.01' }), 400],
  ['an unknown card', () => post('/gift-cards/nothing/redemptions', { amount: '1.00', reference: 'O' }), 404],
  ['an unknown account', () => promo.call('GET', '/loyalty-accounts/nobody'), 404],
  ['an unknown redemption', () => post('/redemptions/nothing/returns', {}), 404],
  ['an unknown calculation', () => post('/calculations/nothing/order', { orderNumber: 'O' }), 404],
  ['half a point', () => post('/loyalty-accounts/C1/credits', { points: 0.5 }), 400],
  ['too much', () => promo.call('POST', '/calculations', 'x'.repeat(11_000_000)), 413],
] as const)('%s is answered with its status', async (_, call, status) => {
  expect((await call()).status).toBe(status)
})
