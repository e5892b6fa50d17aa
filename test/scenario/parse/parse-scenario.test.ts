import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ScenarioStep } from '../../../src/scenario/model.ts'
import { outline, parse, problemsIn, withSteps } from './outline.ts'

const checkout = readFileSync(new URL('checkout.yaml', import.meta.url), 'utf8')

function stepOf<Kind extends ScenarioStep['kind']>(steps: readonly ScenarioStep[], index: number, kind: Kind) {
  const step = steps[index]
  if (step?.kind !== kind) throw new Error(`step ${index} is ${step?.kind}`)
  return step as Extract<ScenarioStep, { kind: Kind }>
}

test('a whole file becomes a model', () => {
  const scenario = parse(checkout, { quantity: '3' })
  expect(scenario).toMatchObject({
    file: 'trial.yaml',
    name: 'checkout-reservation',
    tags: ['stock'],
    vars: { sku: '100-0042', quantity: 3, password: 'secret' },
    catches: ['reserve-without-lock'],
  })
  expect(scenario.pack?.render({ vars: scenario.vars })).toBe('omnichannel')
  expect(scenario.steps.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'http login',
    'http order',
    'query reserved in the OMS',
    'query product',
    'consume consume orders',
    'parallel five more customers',
    'advance advance 30m',
    'reconcile agree',
    'assert assert',
  ])
  expect(scenario.finally.map(({ name }) => name)).toEqual(['delete /orders/…'])
  expect(scenario.invariants.map(({ name, binding }) => [name, binding])).toEqual([['never oversold', 'stock']])
})

test('the name of a pack reads variables, and nothing that is there only later', () => {
  const sized = checkout.replace('pack: omnichannel', 'pack: "wholesale:${{ vars.sku }}"')
  const { pack, vars } = parse(sized, { sku: 'l' })
  expect(pack?.render({ vars })).toBe('wholesale:l')
  const later = checkout.replace('pack: omnichannel', 'pack: "${{ shop.url }}"')
  expect(() => parse(later)).toThrow('unknown name "shop"')
})

test('templates and expressions of the model work on a scope', () => {
  const { steps, vars, invariants } = parse(checkout)
  const scope = {
    vars,
    shop: { url: 'http://shop', accessKey: 'k' },
    orderNumber: '10001',
    steps: { order: { status: 200, body: { total: '25.0' } } },
  }
  const login = stepOf(steps, 0, 'http')
  expect(login.url.render(scope)).toBe('http://shop/store-api/account/login')
  expect(login.headers['sw-access-key']?.render(scope)).toBe('k')
  expect(login.body?.render(scope)).toEqual({ username: 'anna@example.com', password: 'secret' })
  expect(login.capture).toMatchObject([{ name: 'token', header: 'sw-context-token' }])
  const order = stepOf(steps, 1, 'http')
  expect(order.capture[0]?.select?.({ orderNumber: '10001' })).toEqual(['10001'])
  expect(order.assert[0]?.evaluate({ ...scope, answer: { body: { amountTotal: 1 } } })).toBe(true)
  const sql = stepOf(steps, 2, 'query')
  expect(sql.query).toMatchObject({ kind: 'sql', system: 'oms' })
  expect(sql.query.kind === 'sql' && sql.query.params.map((param) => param.render(scope))).toEqual(['10001'])
  expect(sql.expect?.render(scope)).toEqual({ rows: [{ state: 'reserved', quantity: 2 }] })
  const mongo = stepOf(steps, 3, 'query').query
  expect(mongo.kind === 'mongo' && [mongo.operation, mongo.options.render(scope)]).toEqual([
    'find',
    { find: { identifier: '100-0042' }, limit: 1 },
  ])
  const consume = stepOf(steps, 4, 'consume')
  expect(consume.where?.evaluate({ ...scope, message: { value: { orderNumber: '10001' } } })).toBe(true)
  const lines = stepOf(steps, 5, 'parallel').lines
  expect('each' in lines && lines.each.render(scope)).toEqual([2, 3, 4, 5, 6])
  expect(stepOf(steps, 8, 'assert').assert.map((expression) => expression.evaluate(scope))).toEqual([true, true])
  const row = { stock: { sku: 'a', onHand: 5, reserved: 6 } }
  expect(invariants[0]?.holds.evaluate(row)).toBe(false)
  expect(invariants[0]?.message?.render(row)).toBe('article a has 5 and 6 reserved')
})

test('durations and their defaults', () => {
  const { steps } = parse(
    withSteps([
      '{ advance: 1h30m, timeout: 90s }',
      '{ get: "http://x", eventually: { within: 5m } }',
      '{ get: "http://x", eventually: { within: 2s } }',
      '{ get: "http://x", eventually: { within: 5m, every: 30s } }',
    ]),
  )
  expect(stepOf(steps, 0, 'advance')).toMatchObject({ duration: 5_400_000, timeout: 90_000 })
  expect(steps.slice(1).map((step) => 'eventually' in step && step.eventually)).toEqual([
    { within: 300_000, every: 5_000 },
    { within: 2_000, every: 2_000 },
    { within: 300_000, every: 30_000 },
  ])
  expect(steps[1]?.timeout).toBe(30_000)
  const long = [
    '{ advance: 1h }',
    '{ repeat: { times: 2, steps: [{ advance: 1h }] } }',
    '{ parallel: { each: [1, 2], as: one, steps: [{ advance: 1h }] } }',
  ]
  expect(parse(withSteps(long)).steps.map(({ timeout }) => timeout)).toEqual([600_000, 600_000, 600_000])
})

test('names are made up where the file gives none', () => {
  const made = parse(
    withSteps(
      [
        'post: ${{ shop.url }}/orders/${{ vars.id }}/pay?x=1',
        'get: http://localhost:1/health',
        'publish: { topic: orders, value: 1 }',
        'mongo: { system: pim, collection: product, count: {} }',
      ],
      'given: { vars: { id: "1" } }',
    ),
  ) // prettier-ignore
  expect(made.steps.map(({ name }) => name)).toEqual([
    'post /orders/…/pay',
    'get /health',
    'publish orders',
    'mongo pim',
  ])
})

test.each([
  ['sql: { system: omss, query: q }', 'scenario.unknown-system 4:20 unknown system "omss"; did you mean "oms"?'],
  [
    'sql: { system: pim, query: q }',
    'scenario.unknown-system 4:20 the system "pim" has no SQL database; systems that have one: shop, erp, oms',
  ],
  [
    'mongo: { system: oms, collection: c, find: {} }',
    'scenario.unknown-system 4:22 the system "oms" has no document store; systems that have one: pim',
  ],
  [
    'mongo: { system: pim, collection: c }',
    'scenario.mongo-operation 4:12 expected exactly one of find, aggregate, count, insert, update, delete, found none',
  ],
  [
    'mongo: { system: pim, collection: c, count: {}, sort: { a: 1 } }',
    'scenario.mongo-operation 4:53 "sort" goes with find, not with count',
  ],
  ['publish: { topic: order, value: 1 }', 'scenario.unknown-topic 4:23 unknown topic "order"; did you mean "orders"?'],
  ['consume: { topic: prices }', 'scenario.unknown-topic 4:23 unknown topic "prices"; expected one of: orders, stock'],
  ['get: /orders', 'scenario.url 4:10 expected a URL, such as ${{ shop.url }}/path or http://…'],
  ['advance: 0s', 'scenario.duration 4:14 expected a length of time above zero'],
  ['advance: 99999999d', 'scenario.duration 4:14 expected at most 3650d'],
  ['{ advance: 1m, timeout: 2d }', 'scenario.duration 4:29 expected at most 1d'],
  [
    'sql: { system: oms, query: "select ${{ vars }}" }',
    'scenario.expression-in-query 4:40 a query cannot hold expressions',
  ],
  [
    'reconcile: { key: [a], compare: [b], sources: { ERP: { sql: { system: erp, query: q } } } }',
    'scenario.sources 4:51 expected at least two sources to compare',
  ],
  [
    '{ get: "http://x", capture: { id: orderNumber } }',
    'scenario.json-path 4:39 expected a JSONPath, which begins with $',
  ],
  [
    '{ get: "http://x", capture: { id: "$.a.[b]" } }',
    "scenario.json-path 4:44 not a JSONPath: unexpected shorthand selector '['",
  ],
  [
    '{ get: "http://x", capture: { shop: $.a } }',
    'scenario.name-taken 4:35 "shop" is the name of a system, and cannot name a captured value too',
  ],
  [
    '{ get: "http://x", capture: { vars: $.a } }',
    'scenario.name 4:35 "vars" cannot name a captured value: it is no name, or one that is taken',
  ],
  [
    '{ get: "http://x", capture: { order-number: $.a } }',
    'scenario.name 4:35 "order-number" cannot name a captured value: it is no name, or one that is taken',
  ],
  [
    '{ sql: { system: oms, query: q }, capture: { a: { header: x } } }',
    'scenario.header 4:53 only an answer over HTTP has headers',
  ],
  [
    'parallel: { each: three, as: n, steps: [{ advance: 1m }] }',
    'scenario.each 4:23 expected a list, or an expression in ${{ }} that yields one',
  ],
  [
    '{ get: "http://x", if: vars }',
    'expression.type 4:28 expected an expression that is true or false, this one is vars',
  ],
  [
    '{ assert: answer.status == 1 }',
    'expression.unknown-name 4:15 unknown name "answer"; expected one of: vars, run, shop, erp, oms, pim, steps',
  ],
])('%s', (step, problem) => {
  expect(problemsIn(withSteps([step]))).toEqual([problem])
})

test('a step reads what came before it, and is told why it cannot read the rest', () => {
  const text = withSteps([
    '{ name: early, assert: token == 1 }',
    '{ name: login, get: "http://x", capture: { token: $.t }, assert: token == 1 }',
    '{ assert: token == 1 && steps.login.status == 200 }',
    `{ assert: 'steps["later"].status == 200' }`,
    '{ name: later, get: "http://x" }',
    '{ assert: steps.early == 1 }',
  ])
  expect(problemsIn(text)).toEqual([
    'expression.unknown-name 4:28 "token" cannot be read here: it comes from line 5, and can be read in later steps only',
    'expression.unknown-name 5:70 "token" cannot be read here: it comes from line 5, and can be read in later steps only',
    'expression.unknown-field 7:22 "later" cannot be read here: it comes from line 8, and can be read in later steps only',
    'expression.unknown-field 9:21 "early" cannot be read here: a step that does assert has no answer to read',
  ])
})

test('what lines of a parallel step capture stays within them', () => {
  const text = withSteps([
    `name: rush
    parallel:
      branches:
        - name: one
          steps:
            - { name: first, get: "http://x", capture: { cart: $.c } }
            - { assert: cart == 1 && steps.first.status == 200 }
        - name: two
          steps:
            - { assert: cart == 1 }`,
    'name: buyers\n    parallel: { each: [1], as: buyer, steps: [{ get: "http://x", capture: { box: $.b } }, { assert: buyer == box }] }',
    'assert: [cart == 1, steps.first.status == 200, buyer == 1, box == 1]',
  ])
  expect(problemsIn(text)).toEqual([
    'expression.unknown-name 13:25 "cart" cannot be read here: it belongs to the branch "one", which runs at the same time',
    'expression.unknown-name 16:14 "cart" cannot be read here: it belongs to a line of the parallel step "rush", and can be read within that line only',
    'expression.unknown-field 16:31 "first" cannot be read here: it belongs to a line of the parallel step "rush", and can be read within that line only',
    'expression.unknown-name 16:52 "buyer" cannot be read here: it belongs to a line of the parallel step "buyers", and can be read within that line only',
    'expression.unknown-name 16:64 "box" cannot be read here: it belongs to a line of the parallel step "buyers", and can be read within that line only',
  ])
})

test('finally reads what the steps left, invariants do not', () => {
  const text = withSteps(
    ['{ name: order, get: "http://x", capture: { id: $.a } }'],
    `finally:
  - delete: \${{ shop.url }}/\${{ id }}/\${{ steps.order.status }}
invariants:
  - name: fine
    always: row.id == id
    where: { row: { sql: { system: oms, query: q, params: ["\${{ vars }}", "\${{ steps.order }}"] } } }
`,
  )
  expect(problemsIn(text)).toEqual([
    'expression.unknown-name 9:23 "id" cannot be read here: an invariant holds at any moment, it cannot read what a step left',
    'expression.unknown-field 10:86 "order" cannot be read here: an invariant holds at any moment, it cannot read what a step left',
  ])
})

test('an invariant has exactly one query', () => {
  const query = '{ sql: { system: oms, query: q } }'
  const text = withSteps(
    ['advance: 1m'],
    `invariants:
  - { name: a, always: "true", where: { x: ${query}, y: ${query} } }
  - { name: a, always: x.n, where: {} }
  - { name: b, always: x.n + 1, where: { erp: ${query} } }
`,
  )
  expect(problemsIn(text)).toEqual([
    'scenario.where 6:39 expected exactly one name in "where", found 2',
    'scenario.duplicate-invariant 7:5 two invariants are named "a"',
    'scenario.where 7:36 expected exactly one name in "where", found 0',
    'expression.unknown-name 8:24 unknown name "x"; expected one of: vars, run, shop, erp, oms, pim, steps',
    'scenario.name-taken 8:42 "erp" is the name of a system, and cannot name a row too',
  ])
})

test('names are unique within their list', () => {
  const text = withSteps([
    '{ name: a, advance: 1m }',
    '{ name: a, advance: 1m }',
    'parallel: { each: [1], as: n, steps: [{ name: a, advance: 1m }] }',
    'parallel: { branches: [{ name: b, steps: [advance: 1m] }, { name: b, steps: [advance: 1m] }] }',
  ])
  expect(problemsIn(text)).toEqual([
    'scenario.duplicate-step 5:13 two steps are named "a"; the first is in line 4',
    'scenario.duplicate-branch 7:63 two branches are named "b"',
  ])
})

test('unknown defects come with the one that was meant', () => {
  expect(problemsIn(withSteps(['advance: 1m'], 'catches: [reserve-without-lok]'))).toEqual([
    'scenario.unknown-defect 5:11 unknown defect "reserve-without-lok"; did you mean "reserve-without-lock"?',
  ])
})

test('what is wrong with the shape and with the meaning is told together, once, in the order of the file', () => {
  const text = withSteps(
    ['{ get: "${{ shop.urll }}", exepct: 1 }', '{ advance: soon }', 'sql: { system: omss }'],
    'catches: 1',
  )
  expect(problemsIn(text)).toEqual([
    'expression.unknown-field 4:22 "shop" has no "urll"; did you mean "url"?',
    'scenario.unknown-key 4:32 unknown key "exepct"; did you mean "expect"?',
    'scenario.pattern 5:16 expected a length of time such as 90s, 5m or 1h30m, found text "soon"',
    'scenario.missing-key 6:10 "sql" lacks the key "query"',
    'scenario.unknown-system 6:20 unknown system "omss"; did you mean "oms"?',
    'scenario.wrong-type 7:10 expected a list, found the number 1',
  ])
})

test('a landscape whose names no expression can read does not break the parser', () => {
  expect(Object.keys(outline.systems)).not.toContain('my-shop')
  expect(parse(withSteps(['advance: 1m'])).steps).toHaveLength(1)
})
