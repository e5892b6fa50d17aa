import { expect, test } from 'vitest'
import { connectorApi } from '../../../src/landscape/connector/connector-api.ts'
import { servedMirror, testKey } from '../served-api.ts'

const flow = { name: 'order intake', topic: 'orders', inHand: 1, mostInHand: 7, waiting: 3 }

test('the connector tells what each flow has in hand, and lets somebody follow prices', async () => {
  const followers = new Set<string>()
  await using api = await servedMirror(
    connectorApi({
      apiKey: testKey,
      flows: async () => [flow],
      follow: async (name) => followers.size < followers.add(name).size,
      synchronizations: () => undefined,
      orderTransport: () => undefined,
      priceExchanges: () => undefined,
    }),
  )
  expect(await api.call('GET', '/health')).toEqual({ status: 200, body: { flows: [flow] } })
  expect((await api.call('PUT', '/followers/audit', { to: '#audit' })).status).toBe(201)
  expect((await api.call('PUT', '/followers/audit', { to: '#audit' })).status).toBe(200)

  expect((await api.call('GET', '/health', undefined, 'wrong')).status).toBe(401)
  expect((await api.call('PUT', '/followers/audit', { to: '#audit' }, 'wrong')).status).toBe(401)
  expect((await api.call('PUT', '/followers/audit', {})).status).toBe(400)
  expect((await api.call('PUT', '/followers/audit', '{')).status).toBe(400)
  expect((await api.call('PUT', '/followers/a%20b', { to: 'x' })).status).toBe(400)
  expect((await api.call('PUT', `/followers/${'a'.repeat(61)}`, { to: 'x' })).status).toBe(400)
  expect((await api.call('PUT', '/followers/audit', 'x'.repeat(11_000_000))).status).toBe(413)
  expect((await api.call('DELETE', '/followers/audit')).status).toBe(501)
  expect(api.bugs).toEqual([])
})
