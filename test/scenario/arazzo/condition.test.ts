import { expect, test } from 'vitest'
import { compileCondition } from '../../../src/scenario/arazzo/condition.ts'
import type { WorkflowMoment } from '../../../src/scenario/model/workflow.ts'

const moment: WorkflowMoment = {
  inputs: { user: 'Ada', limits: [1, 2] },
  steps: new Map([['find', { count: 3, 'sku.main': 'A-1' }]]),
  workflows: new Map(),
  sources: { shop: { url: 'http://shop.test' } },
  outputs: {},
  exchange: {
    url: 'http://shop.test/x',
    method: 'GET',
    status: 201,
    request: { header: {}, query: { page: 2 }, path: {}, body: null },
    response: { header: { 'x-kind': 'Session' }, body: { items: [{ price: 5 }], 'a/b': true } },
  },
}

test.each([
  ['$statusCode == 201', true],
  ["$statusCode != 201 || $method == 'get'", true],
  ['$statusCode >= 200 && $statusCode < 300', true],
  ['!($statusCode == 201)', false],
  ["$response.header.X-Kind == 'session'", true],
  ['$response.body#/items/0/price > 4.5', true],
  ['$response.body#/a~1b == true', true],
  ['$response.body#/missing == null', true],
  ['$response.body#/missing < 1', false],
  ['$inputs.limits[1] == 2', true],
  ["$steps.find.outputs.sku.main == 'a-1'", true],
  ["$sourceDescriptions.shop.url == 'http://shop.test'", true],
  ["'it''s' == 'it''s'", true],
])('%s is %s', (source, holds) => {
  expect(compileCondition(source)(moment)).toBe(holds)
})

test.each([
  ['$statusCode ==', 'expected a value'],
  ['$statusCode === 200', 'does not fit here'],
  ['($statusCode == 200', 'expected ")"'],
  ['$nothing == 1', 'no runtime expression'],
  ['$statusCode == 200 200', 'expected "&&", "||" or the end'],
])('%s is refused', (source, message) => {
  expect(() => compileCondition(source)).toThrow(message)
})
