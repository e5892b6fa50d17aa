/** Good files, small so that many variants of them can be tried, that have every kind of value in them. */
export const scenarioFiles: readonly string[] = [
  `name: trial
title: A trial
given:
  pack: omnichannel
  vars: { quantity: 2, tenant: { type: string } }
steps:
  - name: order
    post: \${{ shop.url }}/orders
    headers: { authorization: "Bearer \${{ vars.tenant }}" }
    body: { quantity: "\${{ vars.quantity }}", items: [{ sku: "100-0042" }] }
    expect: { status: { oneOf: [200, 201] }, body: { id: { type: string }, total: { gte: 1.5 } } }
    capture: { order: $.id, etag: { header: etag } }
    assert: answer.status == 200 && has(answer.body.id)
  - name: stock
    if: vars.quantity > 1
    eventually: { within: 5m, every: 5s }
    sql: { system: oms, query: "select a from b where c = $1", params: ["\${{ order }}"] }
    expect: { rows: [{ a: 1 }] }
    timeout: 10s
catches: [stale-shop-stock]
`,
  `name: trial
title: >-
  A trial of
  many lines
tags: [a, b]
steps:
  - advance: 1h30m
  - name: all
    parallel:
      each: \${{ [1, 2, 3] }}
      as: n
      steps:
        - name: one
          get: http://127.0.0.1:1/\${{ n }}
          expect: { status: 200 }
  - parallel:
      branches:
        - { name: left, steps: [{ assert: 1 == 1 }] }
        - { name: right, steps: [{ publish: { topic: orders, value: { a: 1 } } }] }
  - consume: { topic: orders, where: message.value.a == 1 }
  - reconcile:
      key: [sku]
      compare: [units]
      sources:
        a: { sql: { system: oms, query: select 1 } }
        b: { mongo: { system: pim, collection: product, find: { sku: x }, limit: 3 } }
finally:
  - assert: 'steps["all"].lines.exists(l, l.verdict == "passed")'
invariants:
  - name: never oversold
    always: row.units - 1 >= 0
    where: { row: { sql: { system: oms, query: select 1 as units } } }
    message: "\${{ row.units }} units"
`,
]
