import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { trafficEvents } from '../../src/app/traffic-events.ts'
import { concealment } from '../../src/core/concealment.ts'
import type { EventSink, RunEvent } from '../../src/core/events.ts'
import { serveApi } from '../../src/environment/embedded/api-server.ts'
import { embeddedMessageLog } from '../../src/environment/embedded/message-log/message-log.ts'

const clock = { now: () => 1_000 }

/** What is told of one call and one message that is read. */
async function told(detail: boolean): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  const listen = (event: RunEvent): void => void events.push(event)
  const sink: EventSink = detail ? Object.assign(listen, { detail: 'full' as const }) : listen
  const traffic = trafficEvents(sink, clock, concealment())
  const handlers = [
    http.post('/orders', () => HttpResponse.json({ number: 1, email: 'a@example.com' }, { status: 201 })),
  ]
  await using api = await serveApi({ system: 'shop', handlers, onBug: () => undefined, ...traffic.ofApi('shop') })
  const response = await fetch(`${api.url}/orders?token=t0k3n`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-standin-caller': 'connector' },
    body: JSON.stringify({ sku: '1', password: 'pa55' }),
  })
  expect(await response.json()).toEqual({ number: 1, email: 'a@example.com' })
  const log = embeddedMessageLog({
    clock,
    onPublished: traffic.published,
    ...(traffic.delivered && { onDelivered: traffic.delivered }),
  })
  await log.createTopic('orders', { partitions: 1 })
  await log.publish('orders', [{ key: '1', value: { lastName: 'Vogt' }, headers: { 'x-standin-caller': 'shop' } }])
  const reader = await log.join('connector: intake', ['orders'])
  await reader.poll(10, AbortSignal.timeout(1_000))
  await reader.close()
  return events
}

test('a plain listener is told that something passed, not what', async () => {
  const events = await told(false)
  expect(events).toEqual([
    {
      type: 'http.exchange',
      at: 1_000,
      system: 'shop',
      method: 'POST',
      path: '/orders',
      status: 201,
      duration: expect.any(Number),
    },
    { type: 'message.published', at: 1_000, topic: 'orders', key: '1', count: 1 },
  ])
})

test('a listener that wants the detail is told who called whom with what, masked', async () => {
  const events = await told(true)
  expect(events).toMatchObject([
    { type: 'http.received', exchange: 1, system: 'shop', from: 'connector', method: 'POST', path: '/orders' },
    {
      type: 'http.exchange',
      exchange: 1,
      status: 201,
      request: { query: { value: { token: '***' } }, body: { value: { sku: '1', password: '***' } } },
      response: { body: { value: { number: 1, email: '***' } } },
    },
    { type: 'message.published', from: 'shop', messages: { value: [{ key: '1', value: { lastName: '***' } }] } },
    { type: 'message.delivered', topic: 'orders', group: 'connector: intake', count: 1 },
  ])
})
