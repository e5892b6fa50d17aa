import { expect, test } from 'vitest'
import { payloadValue } from '../../../src/scenario/arazzo/payload.ts'
import type { WorkflowMoment } from '../../../src/scenario/model/workflow.ts'

const moment: WorkflowMoment = {
  inputs: { user: 'A "B"', tags: ['x', 'y'], count: 3 },
  steps: new Map(),
  workflows: new Map(),
  sources: {},
  outputs: {},
}

test.each([
  ['{ "user": "{$inputs.user}" }', 'application/json', { user: 'A "B"' }],
  ['{ "tags": "{$inputs.tags}" }', 'application/json', { tags: ['x', 'y'] }],
  ['[{ "n": "{$inputs.count}" }, "{$inputs.none}"]', 'application/merge-patch+json', [{ n: '3' }, '']],
  ['{ "n": {$inputs.count} }', 'application/json', { n: 3 }],
  ['{ "n": {$inputs.count}, }', 'application/json', '{ "n": 3, }'],
  ['{ "user": "{$inputs.user}" }', 'text/plain', '{ "user": "A "B"" }'],
  ['$inputs.tags', 'application/json', ['x', 'y']],
  [{ list: '$inputs.tags' }, 'application/json', { list: ['x', 'y'] }],
])('%j as %s is %j', (payload, contentType, expected) => {
  expect(payloadValue(payload, contentType, moment)).toEqual(expected)
})
