import { expect, test } from 'vitest'
import { landscapeClock } from '../../../src/core/clock.ts'
import { notifyMirror } from '../../../src/landscape/notify/mirror.ts'
import { servedMirror, testKey } from '../served-api.ts'

const start = () => {
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  return servedMirror(notifyMirror({ clock, apiKey: testKey }))
}

const wish = { event: 'stock-drift', channel: 'email', to: 'a@example.com' }

test('the same wish is one subscription, found by its event until it is taken back', async () => {
  await using api = await start()
  const first = await api.call('POST', '/subscriptions', wish)
  expect(first).toMatchObject({ status: 201, body: wish })
  expect((await api.call('POST', '/subscriptions', wish)).body).toEqual(first.body)
  await api.call('POST', '/subscriptions', { ...wish, event: 'other' })
  expect((await api.call('GET', '/subscriptions?event=stock-drift')).body).toEqual({ items: [first.body] })
  expect((await api.call('GET', '/subscriptions')).body.items).toHaveLength(2)
  const path = `/subscriptions/${String(first.body.id)}`
  expect((await api.call('DELETE', path)).status).toBe(204)
  expect((await api.call('DELETE', path)).status).toBe(404)
  expect((await api.call('GET', '/subscriptions?event=stock-drift')).body).toEqual({ items: [] })
})

test.each([
  ['an unknown channel', { ...wish, channel: 'pigeon' }, testKey, 400],
  ['nobody to tell', { ...wish, to: '' }, testKey, 400],
  ['no event', { channel: 'email', to: 'a' }, testKey, 400],
  ['no JSON', '[', testKey, 400],
  ['another key', wish, 'wrong', 401],
])('refused: %s', async (_, body, key, status) => {
  await using api = await start()
  expect((await api.call('POST', '/subscriptions', body, key)).status).toBe(status)
  expect(api.bugs).toEqual([])
})
