import { expect, test } from 'vitest'
import type { Json } from '../../../src/core/json.ts'
import { readStatusTolerantly } from '../../../src/landscape/connector/status-event.ts'
import { readStatusStrictly } from '../../../src/landscape/defects/strict-consumer.ts'

const event = { orderNumber: '1', status: 'paid', version: 2 }

test('what is needed is taken, and the rest left', () => {
  expect(readStatusTolerantly({ ...event, email: 'a@example.com', carrier: { name: 'DHL' } })).toEqual({
    ...event,
    email: 'a@example.com',
  })
  expect(readStatusStrictly(event)).toEqual(event)
  expect(() => readStatusStrictly({ ...event, carrier: 'DHL' })).toThrow('unknown fields: carrier')
})

test.each<[Json, string]>([
  [null, 'a status event must be an object'],
  ['paid', 'a status event must be an object'],
  [{ ...event, orderNumber: 1 }, 'orderNumber must be a text'],
  [{ ...event, orderNumber: '' }, 'orderNumber must be a text'],
  [{ ...event, status: null }, 'status must be a text'],
  [{ ...event, version: '2' }, 'version must be a whole number'],
  [{ ...event, version: 1.5 }, 'version must be a whole number'],
])('%j: %s', (value, message) => {
  expect(() => readStatusTolerantly(value)).toThrow(message)
})
