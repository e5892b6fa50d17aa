import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paymentMirror } from '../../../src/landscape/payment/mirror.ts'
import { paymentSchema } from '../../../src/landscape/payment/schema.ts'
import { type MirrorAtWork, mirrorAtWork } from '../mirror-at-work.ts'
import type { ApiAnswer } from '../served-api.ts'

let payment: MirrorAtWork

beforeAll(async () => {
  payment = await mirrorAtWork(paymentSchema, paymentMirror)
})
afterAll(async () => {
  expect(payment.bugs).toEqual([])
  await payment[Symbol.asyncDispose]()
})

const card = { number: '4242 4242 4242 4242' }
const request = (more: object = {}) => ({ amount: { value: '100.00', currency: 'EUR' }, reference: 'R', card, ...more })
const authorize = (more: object = {}): Promise<ApiAnswer> => payment.call('POST', '/authorizations', request(more))
const authorized = async (more: object = {}): Promise<string> => String((await authorize(more)).body.id)
const act = (id: string, what: string, body: object = {}) => payment.call('POST', `/authorizations/${id}/${what}`, body)

async function keyed(path: string, body: object, key: string): Promise<ApiAnswer> {
  const headers = { authorization: 'Bearer test-key', 'content-type': 'application/json', 'idempotency-key': key }
  const response = await fetch(payment.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('money is taken in parts and given back in parts, never more than there is', async () => {
  const id = await authorized()
  expect((await act(id, 'capture', { amount: '60.00' })).body).toMatchObject({ state: 'captured', captured: '60.00' })
  expect(await act(id, 'capture', { amount: '40.01' })).toMatchObject({ status: 409 })
  expect((await act(id, 'capture')).body).toMatchObject({ captured: '100.00' })
  expect(await act(id, 'refunds', { amount: '99.99', reason: 'returned' })).toMatchObject({ status: 201 })
  expect(await act(id, 'refunds', { amount: '0.02' })).toMatchObject({
    status: 409,
    body: { error: { type: 'refund-exceeds-captured' } },
  })
  expect((await act(id, 'refunds')).body).toMatchObject({ amount: '0.01' })
  expect(await act(id, 'refunds')).toMatchObject({ status: 409 })
  expect((await payment.call('GET', `/authorizations/${id}`)).body).toMatchObject({
    captured: '100.00',
    refunded: '100.00',
  })
})

test('the same key gives the same authorization and the same refund; for anything else it is refused', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => keyed('/authorizations', request(), 'a')))
  expect(one?.body.id).toBe(two?.body.id)
  const path = `/authorizations/${one?.body.id}`
  await keyed(`${path}/capture`, {}, 'c')
  const refunds = await Promise.all([1, 2, 3].map(() => keyed(`${path}/refunds`, { amount: '10.00' }, 'r')))
  expect(new Set(refunds.map(({ body }) => body.id)).size).toBe(1)
  expect((await payment.call('GET', `${path}/refunds`)).body.items).toHaveLength(1)
  expect(await keyed(`${path}/refunds`, { amount: '11.00' }, 'r')).toMatchObject({ status: 409 })
  const other = { ...request(), amount: { value: '1.00', currency: 'EUR' } }
  expect(await keyed('/authorizations', other, 'a')).toMatchObject({ status: 409 })
})

test('many who refund the same payment at once get no more than was taken', async () => {
  const id = await authorized()
  await act(id, 'capture')
  const answers = await Promise.all(Array.from({ length: 12 }, () => act(id, 'refunds', { amount: '15.00' })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
  expect((await payment.call('GET', `/authorizations/${id}`)).body).toMatchObject({ refunded: '90.00' })
})

test('a transfer is awaited, and paid when all of it has come', async () => {
  const id = await authorized({ method: 'transfer', card: undefined })
  expect(await act(id, 'capture')).toMatchObject({ status: 409 })
  expect((await act(id, 'transfers', { amount: '30.00' })).body).toMatchObject({ state: 'pending', captured: '30.00' })
  expect(await act(id, 'transfers', { amount: '70.01' })).toMatchObject({ status: 409 })
  expect((await act(id, 'transfers')).body).toMatchObject({ state: 'captured', captured: '100.00' })
})

test('an instant payment is taken at once, and rates add up to the amount', async () => {
  expect((await authorize({ method: 'instant' })).body).toMatchObject({ state: 'captured', captured: '100.00' })
  const { body } = await authorize({ method: 'instalments', instalments: 3 })
  expect(body).toMatchObject({
    state: 'authorized',
    instalments: [
      { dueDate: '2026-04-01', amount: '33.34' },
      { dueDate: '2026-05-01', amount: '33.33' },
      { dueDate: '2026-06-01', amount: '33.33' },
    ],
  })
})

test('what was given up cannot be taken, and what was taken cannot be given up', async () => {
  const [one, two] = [await authorized(), await authorized()]
  expect((await act(one, 'void')).body).toMatchObject({ state: 'voided' })
  expect((await act(one, 'void')).status).toBe(200)
  expect((await act(one, 'capture')).status).toBe(409)
  await act(two, 'capture')
  expect((await act(two, 'void')).status).toBe(409)
})

test('subscribers are told of captures with a signature, and again when they were not there', async () => {
  const told: { body: string; signed: string }[] = []
  let isUp = false
  const server = createServer(async (incoming, outgoing) => {
    const body = await text(incoming)
    if (isUp) told.push({ body, signed: String(incoming.headers['payment-signature']) })
    outgoing.writeHead(isUp ? 204 : 500).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const { body: subscription } = await payment.call('POST', '/webhooks', { url })
  const id = await authorized()
  await act(id, 'capture')
  isUp = true
  await payment.clock.advance(60_000)
  server.close()
  expect(told).toHaveLength(1)
  expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({ event: 'payment.captured', data: { id, captured: '100.00' } })
  const [, seconds, digest] = /^t=(\d+),v1=(.*)$/.exec(told[0]?.signed ?? '') ?? []
  const expected = createHmac('sha256', String(subscription.secret)).update(`${seconds}.${told[0]?.body}`).digest('hex')
  expect(digest).toBe(expected)
})

test.each([
  ['a wrong key', () => payment.call('POST', '/authorizations', request(), 'wrong'), 401],
  ['no JSON', () => payment.call('POST', '/authorizations', '{'), 400],
  ['an amount as a number', () => authorize({ amount: { value: 1, currency: 'EUR' } }), 400],
  ['an amount of nothing', () => authorize({ amount: { value: '0.00', currency: 'EUR' } }), 400],
  ['three decimals', () => authorize({ amount: { value: '1.005', currency: 'EUR' } }), 400],
  ['an unknown method', () => authorize({ method: 'cheque' }), 400],
  ['one instalment', () => authorize({ method: 'instalments', instalments: 1 }), 400],
  ['a card that may be real', () => authorize({ card: { number: '4929 0000 0000 0006' } }), 422],
  ['a card without money', () => authorize({ card: { number: '4000 0000 0000 9995' } }), 402],
  ['an unknown authorization', () => act('nothing', 'capture'), 404],
  ['no reference', () => payment.call('GET', '/authorizations'), 400],
  ['a webhook that is no address', () => payment.call('POST', '/webhooks', { url: 'file:///etc' }), 400],
  ['too much', () => payment.call('POST', '/authorizations', 'x'.repeat(11_000_000)), 413],
] as const)('%s is answered with its status', async (_, call, status) => {
  expect((await call()).status).toBe(status)
})
