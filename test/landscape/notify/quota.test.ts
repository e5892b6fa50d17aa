import { expect, test } from 'vitest'
import { landscapeClock } from '../../../src/core/clock.ts'
import { notifyMirror } from '../../../src/landscape/notify/mirror.ts'
import { servedMirror, testKey } from '../served-api.ts'

const start = async () => {
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  return { clock, api: await servedMirror(notifyMirror({ clock, apiKey: testKey })) }
}

const mail = { to: 'a@example.com', text: 'hello' }

test('no more e-mails are taken in a minute than the quota says, and the refused ones are counted', async () => {
  const { clock, api } = await start()
  await using _ = api
  expect((await api.call('GET', '/quota')).body).toMatchObject({ perMinute: null, remaining: null, refused: 0 })
  expect((await api.call('PUT', '/quota', { perMinute: 2 })).body).toEqual({ perMinute: 2 })
  const send = async () => (await api.call('POST', '/emails', mail)).status
  expect([await send(), await send(), await send()]).toEqual([202, 202, 429])
  expect((await api.call('POST', '/chat', mail)).status).toBe(202)
  expect((await api.call('GET', '/quota')).body).toEqual({
    perMinute: 2,
    remaining: 0,
    refused: 1,
    resetsAt: '1970-01-01T00:01:00.000Z',
  })
  await clock.advance(60_000)
  expect((await api.call('GET', '/quota')).body).toMatchObject({ remaining: 2, refused: 1 })
  expect(await send()).toBe(202)
  await api.call('PUT', '/quota', { perMinute: null })
  expect([await send(), await send(), await send()]).toEqual([202, 202, 202])
})

test.each([
  ['GET', '/quota', undefined, 'wrong', 401],
  ['PUT', '/quota', { perMinute: 5 }, 'wrong', 401],
  ['PUT', '/quota', {}, testKey, 400],
  ['PUT', '/quota', { perMinute: 0 }, testKey, 400],
  ['PUT', '/quota', { perMinute: '5' }, testKey, 400],
  ['PUT', '/quota', '[', testKey, 400],
  ['PUT', '/quota', 'x'.repeat(11_000_000), testKey, 413],
  ['DELETE', '/quota', undefined, testKey, 501],
])('%s %s is refused', async (method, path, body, key, status) => {
  const { api } = await start()
  await using _ = api
  expect((await api.call(method, path, body, key)).status).toBe(status)
  expect(api.bugs).toEqual([])
})

test('a message that is refused for its content may come again under its key', async () => {
  const { api } = await start()
  await using _ = api
  const send = (body: unknown) =>
    fetch(`${api.url}/emails`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'idempotency-key': 'k' },
      body: JSON.stringify(body),
    })
  expect((await send({ to: 'a@example.com' })).status).toBe(400)
  expect((await send(mail)).status).toBe(202)
  expect((await send(mail)).status).toBe(202)
  expect((await api.call('GET', '/messages')).body.items).toHaveLength(1)
})
