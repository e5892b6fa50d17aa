import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'
import { writeFiles } from './written-files.ts'

/** A scenario of these steps, in a file `trial.yaml`. */
function trial(steps: string, rest = ''): string {
  return `name: trial\ntitle: A trial\n${rest}steps:\n${steps}`
}

async function run(files: Record<string, string>, flags = '') {
  using box = sandbox()
  const cwd = writeFiles(box, files)
  const { code, out, err } = await box.run(`scenario run trial.yaml --seed 1 ${flags}`.trim(), { cwd })
  return { code, out: out.replaceAll(/\s+/g, ' '), err }
}

const onHand = `sql: { system: oms, query: "select on_hand from stock where sku = '100-0042' and location = 'HH-01'" }`

const login = `params:
  customer: { type: string }
  password: { type: string, default: demo-password }
steps:
  - name: login
    post: \${{ shop.url }}/store-api/account/login
    headers: { sw-access-key: "\${{ shop.accessKey }}" }
    body: { username: "\${{ params.customer }}", password: "\${{ params.password }}" }
    expect: { status: 200 }
    capture: { token: $.contextToken }
`

test('steps that hold steps: include, repeat, during', async () => {
  const { code, out } = await run({
    'parts/login.yaml': login,
    'trial.yaml': trial(`
  - name: logged in
    include: { file: parts/login.yaml, with: { customer: lena.vogt@example.com } }
    capture: { token: $.token }
  - name: filled
    repeat:
      until: units >= 3
      as: round
      steps:
        - name: cart
          post: \${{ shop.url }}/store-api/checkout/cart/line-item
          headers: { sw-access-key: "\${{ shop.accessKey }}", sw-context-token: "\${{ token }}" }
          body: { items: [{ type: product, referencedId: "100-0042", quantity: 1 }] }
          capture: { units: "$.lineItems[0].quantity" }
          assert: answer.body.lineItems[0].quantity == round
  - assert: units == 3 && steps.filled.rounds == 3
  - repeat: { times: 2, steps: [{ advance: 1m }] }
  - repeat: { while: units > 5, steps: [{ advance: 1h }] }
  - name: quiet
    during: { for: 2m, every: 1m, steps: [{ ${onHand}, expect: { rowCount: 1 } }] }
`),
  })
  expect(out).toContain('✓ passed')
  expect(out).toMatch(/landscape time \+4m/)
  expect(code).toBe(0)
})

test('a mistake in an included file is found before anything starts, with its own place', async () => {
  const { code, err } = await run({
    'parts/login.yaml': login.replace('params.password', 'params.pasword'),
    'parts/self.yaml': 'steps:\n  - include: { file: self.yaml }\n',
    'trial.yaml': trial(`
  - include: { file: parts/login.yaml, with: { customers: x } }
  - include: { file: parts/self.yaml }
  - include: { file: parts/missing.yaml }
`),
  })
  expect(err).toMatch(/"params" has no "pasword"; did you mean "password"\?\s+parts\/login.yaml:8:/)
  expect(err).toMatch(/no parameter "customers"; did you mean "customer"\?/)
  expect(err).toContain('the fragment needs "customer"')
  expect(err).toMatch(/parts\/self.yaml is being included already/)
  expect(err).toContain('there is no file: parts/missing.yaml')
  expect(err).not.toContain('environment up')
  expect(code).toBe(2)
})

test('polling: what must hold all the time, what never, and what can never hold any more', async () => {
  const passed = await run({
    'trial.yaml': trial(`
  - { during: { for: 3m, every: 1m }, ${onHand}, assert: "answer.rows[0].on_hand > 0" }
  - { never: { within: 3m, every: 1m }, ${onHand}, assert: "answer.rows[0].on_hand < 0" }
  - { never: { for: 1m }, consume: { topic: orders } }
`),
  })
  expect(passed.code).toBe(0)
  const expiring = `
  - sql: { system: oms, query: "insert into reservation (key, sku, location, quantity, state, expires_at) values ('k', '100-0042', 'HH-01', 1, 'reserved', $1)", params: ["2026-03-02T08:03:00Z"] }`
  const state = `sql: { system: oms, query: "select state from reservation where key = 'k'" }`
  const broken = await run({
    'trial.yaml': trial(`${expiring}
  - { name: stays, during: { for: 10m, every: 1m }, ${state}, expect: { rows: [{ state: reserved }] } }
`),
  })
  expect(broken.out).toMatch(
    /not at any moment: try \d, after [34]m: \$\.rows\[0\]\.state is "expired", expected "reserved"/,
  )
  const happened = await run({
    'trial.yaml': trial(`${expiring}
  - { name: is never lost, never: { for: 10m, every: 1m }, ${state}, expect: { rows: [{ state: expired }] } }
`),
  })
  expect(happened.out).toMatch(/it held in try \d, after [34]m, and must never hold/)
  const pointless = await run({
    'trial.yaml': trial(`${expiring}
  - name: is allocated
    eventually: { within: 1d, every: 1m, failIf: 'answer.rows[0].state == "expired"' }
    ${state}
    expect: { rows: [{ state: allocated }] }
`),
  })
  expect(pointless.out).toMatch(/never \(\d tries\), since this is so: answer.rows\[0\].state == "expired"; \$/)
  expect([broken.code, happened.code, pointless.code]).toEqual([1, 1, 1])
})

test('state: seed, snapshot and diff', async () => {
  const files = {
    'prices.csv': 'product_number,currency,price\n100-0042,EUR,9.99\n100-0050,EUR,19.99\n',
    'products.jsonl': '{"identifier":"trial-1","uuid":"a"}\n{"identifier":"trial-2","uuid":"b"}\n',
  }
  const before = `
  - snapshot: { name: before, sources: { prices: { key: [product_number], sql: { system: shop, query: "select product_number, price from product_price where customer_number is null" } } } }
  - seed: { system: shop, table: product_price, rows: { csv: prices.csv } }
    expect: { inserted: 2 }`
  const passed = await run({
    ...files,
    'trial.yaml': trial(`${before}
  - seed: { system: pim, collection: product, rows: { jsonl: products.jsonl } }
  - mongo: { system: pim, collection: product, count: { identifier: { $in: [trial-1, trial-2] } } }
    expect: { count: 2 }
  - diff: { from: before }
    assert: answer.sources.prices.added.exists(row, row.product_number == "100-0050" && row.price == "19.99")
  - sql: { system: shop, query: "update product_price set price = price + 0.01 where product_number = '100-0042'" }
  - snapshot: { name: after, sources: { prices: { key: [product_number], sql: { system: shop, query: "select product_number, price from product_price" } } } }
  - diff: { from: after, tolerance: { price: 0.01 } }
`),
  })
  expect(passed.out).toContain('✓ passed')
  const changed = await run({ ...files, 'trial.yaml': trial(`${before}\n  - diff: { from: before }\n`) })
  expect(changed.out).toMatch(/since "before": prices .*product_number 100-0050.*: added \(price 19\.99\)/)
  expect([passed.code, changed.code]).toEqual([0, 1])
})

test('a reconciliation with tolerance, and with records that may be missing', async () => {
  const reconcile = (leeway: string) =>
    trial(`
  - reconcile:
      key: [article]
      compare: [price]
      ${leeway}
      sources:
        one: { sql: { system: erp, query: "select * from (values ('a', 10.00), ('b', 5.00)) as t(article, price)" } }
        other: { sql: { system: shop, query: "select * from (values ('a', 10.01)) as t(article, price)" } }
`)
  const passed = await run({
    'trial.yaml': reconcile('tolerance: { price: 0.01 }\n      allow: { missingIn: [other] }'),
  })
  expect(passed.code).toBe(0)
  const strict = await run({ 'trial.yaml': reconcile('tolerance: { price: 0.009 }') })
  expect(strict.out).toMatch(/article a: price is 10 in one, 10\.01 in other; article b is missing in other/)
  expect(strict.code).toBe(1)
})

test('a table of cases: a run and a result for each row', async () => {
  using box = sandbox()
  const cwd = writeFiles(box, {
    'cases.csv': 'case,quantity\nfew,1\nmany,100000\n',
    'trial.yaml': trial(
      `  - { ${onHand}, assert: "answer.rows[0].on_hand >= vars.quantity" }\n`,
      'given: { vars: { quantity: { type: integer } }, cases: { csv: cases.csv } }\n',
    ),
  })
  const { code, out } = await box.run('scenario run trial.yaml --seed 1 --json', { cwd })
  const { results } = JSON.parse(out)
  expect(results.map(({ scenario, verdict }: Record<string, string>) => [scenario, verdict])).toEqual([
    ['trial [few]', 'passed'],
    ['trial [many]', 'failed'],
  ])
  expect(results[1].replay).toBe('scenario run trial.yaml --seed 1 --case many')
  expect(code).toBe(1)
  const again = await box.run('scenario run trial.yaml --seed 1 --case few', { cwd })
  expect(again.out).toMatch(/1 scenario: 1 passed/)
  writeFiles(box, { 'cases.csv': 'quantity,quantities\nfew,1\n' })
  const wrong = await box.run('scenario run trial.yaml', { cwd })
  expect(wrong.err).toMatch(/quantity=few: expected a whole number/)
  expect(wrong.err).toMatch(/a case gives "quantities", which is no variable; did you mean "quantity"\?/)
  expect(wrong.code).toBe(2)
})

test("a step of one's own: answered, failing, and not to be loaded", async () => {
  const steps = (name: string, rest = '') =>
    trial(`  - { use: own, with: { sku: "100-0042" } ${rest} }\n`, `uses: { own: ./steps/${name} }\n`)
  const files = {
    'steps/own.ts': `export async function run(input: { sku: string }, context: any): Promise<unknown> {
  const rows = await context.systems.oms.query('select on_hand from stock where sku = $1', [input.sku])
  if (rows.length > 100) throw new Error('too many')
  return { rows, correlated: context.correlationId.length > 0, now: context.now() }
}\n`,
    'steps/throws.js': 'export const run = () => { throw new Error("the till is closed\\nsecond line") }\n',
    'steps/broken.js': 'export const run = (\n',
    'steps/empty.js': 'export const other = 1\n',
  }
  const passed = await run({
    ...files,
    'trial.yaml': steps('own.ts', ', assert: "answer.correlated && answer.rows.size() > 0"'),
  })
  expect(passed.out).toContain('✓ passed')
  const thrown = await run({ ...files, 'trial.yaml': steps('throws.js') })
  expect(thrown.out).toContain('./steps/throws.js failed: the till is closed ')
  expect(thrown.out).not.toContain('second line')
  const broken = await run({ ...files, 'trial.yaml': steps('broken.js') })
  expect(broken.out).toContain('cannot load ./steps/broken.js: ')
  const empty = await run({ ...files, 'trial.yaml': steps('empty.js') })
  expect(empty.out).toContain('it does not export a function "run"')
  const missing = await run({ ...files, 'trial.yaml': steps('missing.js') })
  expect(missing.err).toMatch(/there is no file: steps\/missing\.js/)
  expect([passed, thrown, broken, empty, missing].map(({ code }) => code)).toEqual([0, 1, 3, 3, 2])
})
