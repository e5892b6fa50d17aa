import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { summarizeScenario } from '../../../src/scenario/parse/summarize-scenario.ts'
import { problemsOf } from '../../yaml/problems-of.ts'

test('a file is summarized without a landscape', () => {
  const text = readFileSync(new URL('checkout.yaml', import.meta.url), 'utf8')
  const overview = summarizeScenario('checkout.yaml', text)
  expect(overview).toMatchObject({
    name: 'checkout-reservation',
    title: 'A checkout reserves stock at once, and the ERP agrees after its next batch',
    file: 'checkout.yaml',
    tags: ['stock'],
    pack: 'omnichannel',
    catches: ['reserve-without-lock'],
    invariants: ['never oversold'],
    vars: [
      { name: 'sku', type: 'string', default: '100-0042' },
      { name: 'quantity', type: 'integer', default: 2 },
      { name: 'password', type: 'string', default: 'secret' },
    ],
  })
  expect(overview.steps.slice(0, 3).map(({ name, verb, place }) => [name, verb, place.line])).toEqual([
    ['login', 'post', 12],
    ['order', 'post', 18],
    ['reserved in the OMS', 'sql', 24],
  ])
})

test('a file that does not fit its schema is refused', () => {
  expect(problemsOf(() => summarizeScenario('f.yaml', 'name: a\nsteps: [get: x]'))).toEqual([
    'scenario.missing-key 1:1 the file lacks the key "title"',
  ])
})
