import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'
import { writeFiles } from './written-files.ts'

async function run(text: string, flags = '') {
  using box = sandbox()
  const cwd = writeFiles(box, { 'trial.yaml': `name: trial\ntitle: A trial\n${text}` })
  const { code, out, err } = await box.run(`scenario run trial.yaml --seed 1 ${flags}`.trim(), { cwd })
  return { code, out: out.replaceAll(/\s+/g, ' '), err }
}

const insert = (key: string, state: string) =>
  `sql: { system: oms, query: "insert into reservation (key, sku, location, quantity, state, order_number) values ($1, '100-0042', 'HH-01', 1, $2, $1)", params: ["${key}", ${state}] }`

const reservations = `sql: { system: oms, query: "select key, state, quantity from reservation where key like 'k%'" }`

test('invariants: always, never, sometimes, and at the end only', async () => {
  const scenario = (invariants: string) => `steps:
  - ${insert('k1', 'reserved')}
  - sql: { system: oms, query: "update reservation set state = 'allocated' where key = 'k1'" }
invariants:
${invariants}`
  const passed = await run(
    scenario(`
  - { name: never released, never: 'r.state == "released"', where: { r: { ${reservations} } } }
  - { name: reserved at some moment, sometimes: 'r.state == "reserved"', where: { r: { ${reservations} } } }
  - { name: allocated in the end, always: 'r.state == "allocated"', final: true, where: { r: { ${reservations} } } }
`),
  )
  expect(passed.out).toMatch(/✓ never: never released 3 samples/)
  expect(passed.out).toMatch(/✓ sometimes: reserved at some moment 3 samples/)
  expect(passed.out).toMatch(/✓ always: allocated in the end 1 sample /)
  expect(passed.code).toBe(0)
  const failed = await run(
    scenario(`
  - { name: never allocated, never: 'r.state == "allocated"', where: { r: { ${reservations} } } }
  - { name: released at some moment, sometimes: 'r.state == "released"', where: { r: { ${reservations} } } }
  - { name: never seen, sometimes: r.quantity > 0, where: { r: { sql: { system: oms, query: "select 1 as quantity where false" } } } }
`),
  )
  expect(failed.out).toMatch(/"never allocated" happened for key "k1", state "allocated"/)
  expect(failed.out).toMatch(/"released at some moment" was not true in any of 3 samples: r.state == "released"/)
  expect(failed.out).toMatch(/"never seen" was never evaluated/)
  expect(failed.code).toBe(1)
})

test('a history tells ok, failed and unknown operations apart, and unknown ones count as neither', async () => {
  let lost = 0
  const server = createServer((request, response) => {
    const order = request.url?.slice(1)
    if (order === '3' && ++lost % 2 === 1) return void response.destroy()
    response.writeHead(order === '2' ? 409 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ order: `o${order}` }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const scenario = (effects: string) => `steps:
  - name: buyers
    parallel:
      each: ["1", "2", "3", "4"]
      as: order
      steps:
        - name: order
          post: http://127.0.0.1:${port}/\${{ order }}
          eventually: { within: 1s, every: 1s }
          expect: { status: { oneOf: [200, 409] } }
  - name: counted
    assert: [history.ok.order == 3, history.failed.order == 1, history.unknown.order == 1, history.operations.size() == 5]
checks:
  - name: one effect for each order
    exactlyOnce:
      effects: { sql: { system: oms, query: "select * from (values ${effects}) as t(order_number)" } }
      key: order_number
      for: { history: order, key: $.order }
`
  try {
    const passed = await run(scenario("('o1'), ('o3'), ('o4')"))
    expect(passed.out).toMatch(/✓ check: one effect for each order/)
    const open = await run(scenario("('o1'), ('o3'), ('o4'), ('x')"))
    const failed = await run(scenario("('o1'), ('o3'), ('o3'), ('x'), ('y')"))
    expect(failed.out).toContain('order_number o3 has 2 effects, expected 1; order_number o4 has no effect, expected 1')
    expect(failed.out).toContain(
      'order_number x has an effect that nothing caused (2 such keys, and 1 of the operations ended as unknown)',
    )
    expect([passed.code, open.code, failed.code]).toEqual([0, 0, 1])
  } finally {
    server.close()
    server.closeAllConnections()
  }
})

const lines = `steps:
  - parallel:
      each: [1, 2, 3]
      as: n
      steps:
        - name: reserve
          sql: { system: oms, query: "insert into reservation (key, sku, location, quantity, state, order_number) values ($1, '100-0042', 'HH-01', 1, 'reserved', 'o1') returning key", params: ["k\${{ n }}"] }
          expect: { rowCount: 1 }
  - assert: history.ok.reserve == 3 && history.failed.reserve == 0 && history.operations.all(o, o.end > o.start)
`

test('checks of the run as a whole', async () => {
  const passed = await run(`${lines}
checks:
  - name: units stay
    conserved: { where: { sql: { system: oms, query: "select on_hand from stock" } }, sum: on_hand, unchanged: true }
  - name: three units are held
    conserved: { where: { ${reservations} }, sum: quantity, equals: "\${{ history.ok.reserve }}" }
  - name: money
    conserved: { where: { sql: { system: shop, query: "select * from (values (0.10), (0.20)) as t(amount)" } }, sum: amount, equals: 0.3 }
  - name: each once
    exactlyOnce: { effects: { ${reservations} }, key: key, for: { history: reserve, key: "$.rows[0].key" } }
  - name: each of the list once
    exactlyOnce: { effects: { ${reservations} }, key: key, for: [k1, k2, k3] }
`)
  expect(passed.out).toMatch(/✓ check: units stay/)
  expect(passed.code).toBe(0)
  const failed = await run(`steps:
  - sql: { system: oms, query: "update stock set on_hand = on_hand - 3 where sku = '100-0042' and location = 'HH-01'" }
  - { publish: { topic: orders, key: o1, value: { order: o1, version: 2, total: "9.50" } } }
  - { publish: { topic: orders, key: o1, value: { order: o1, version: 1, total: "10.50" } } }
checks:
  - name: units stay
    conserved: { where: { sql: { system: oms, query: "select on_hand from stock where sku = '100-0042' and location = 'HH-01'" } }, sum: on_hand, unchanged: true }
  - name: once
    exactlyOnce: { effects: { sql: { system: oms, query: "select * from (values ('a'), ('a'), ('c')) as t(key)" } }, key: key, for: [a, b] }
  - name: numbers
    monotonic: { where: { sql: { system: erp, query: "select * from (values ('x', 9), ('y', 1), ('x', 10), ('x', 8)) as t(series, number)" } }, column: number, per: series }
  - name: versions
    ordered: { topic: orders, by: version }
  - name: totals
    monotonic: { topic: orders, column: total, per: order }
`)
  expect(failed.out).toMatch(/"units stay": the sum of on_hand in oms is 5, and was 8 before the first step/)
  expect(failed.out).toContain(
    '"once": key a has 2 effects, expected 1; key b has no effect, expected 1; key c has an effect that nothing caused',
  )
  expect(failed.out).toContain('"numbers": series x: number goes from 10 down to 8')
  expect(failed.out).toContain('"versions": key o1: version 1 comes behind 2')
  expect(failed.out).toMatch(/✓ check: totals/)
  expect(failed.code).toBe(1)
})

test('a check that finds nothing to look at fails, and one of a misspelt step does not start', async () => {
  const empty = await run(`steps: [{ advance: 1m }]
checks: [{ name: versions, ordered: { topic: orders, by: version } }]\n`)
  expect(empty.out).toContain('"versions": there was nothing to look at')
  expect(empty.code).toBe(1)
  const misspelt = await run(`${lines}
checks: [{ name: once, exactlyOnce: { effects: { ${reservations} }, key: key, for: { history: reserv, key: $.key } } }]\n`)
  expect(misspelt.err).toContain('no step in parallel lines is named "reserv"; did you mean "reserve"?')
  expect(misspelt.code).toBe(2)
})

test('repeating every message and request changes nothing, unless the connector has a defect', async () => {
  using box = sandbox()
  const sound = await box.run('scenario run checkout-reservation --seed 1 --redeliver')
  expect(sound.out).toMatch(/✓ redelivery: nothing changes when everything is repeated/)
  expect(sound.code).toBe(0)
  const broken = await box.run('scenario run checkout-reservation --seed 1 --redeliver --defect insert-on-every-notify')
  const out = broken.out.replaceAll(/\s+/g, ' ')
  expect(out).toMatch(/\d+ messages and \d+ requests were repeated, and changed:/)
  expect(out).toMatch(/erp\.item_warehouse item_code 100-0042, whs_code HH-01: committed was 8, is 16/)
  expect(out).toMatch(/erp\.sales_order doc_entry \d+: added/)
  expect(out).toContain('--defect insert-on-every-notify --redeliver')
  expect(broken.code).toBe(1)
  const unseen = await box.run('scenario run checkout-reservation --seed 1 --defect insert-on-every-notify')
  expect(unseen.code).toBe(0)
})
