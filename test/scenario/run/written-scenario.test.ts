import { expect, test } from 'vitest'
import { parseScenario } from '../../../src/scenario/parse/parse-scenario.ts'
import { serve, trial, verdicts } from '../trial.ts'

const text = `
name: race
title: Everybody who orders gets an order number, until the stock is gone
given:
  vars: { sku: "100-0042", units: 2 }
steps:
  - name: stock
    get: \${{ shop.url }}/stock/\${{ vars.sku }}
    headers: { sw-access-key: "\${{ shop.accessKey }}" }
    expect:
      status: 200
      body: { sku: "\${{ vars.sku }}", available: { gte: "\${{ vars.units }}" } }
    capture: { before: $.available }
  - name: buyers
    parallel:
      each: [{ name: one }, { name: two }, { name: three }]
      as: buyer
      steps:
        - name: order
          post: \${{ shop.url }}/order
          body: { sku: "\${{ vars.sku }}", quantity: 1, buyer: "\${{ buyer.name }}" }
          expect: { status: { oneOf: [200, 409] } }
        - name: told
          if: steps.order.status == 200
          publish: { topic: orders, key: "\${{ steps.order.body.number }}", value: "\${{ steps.order.body }}" }
  - name: counted
    assert: steps.buyers.lines.filter(l, l.steps.order.status == 200).size() == int(vars.units)
  - name: messages
    consume: { topic: orders, where: message.value.sku == vars.sku }
    expect: { messages: { length: 2, each: { key: { matches: "^order-[0-9]+$" } } } }
  - advance: 30m
  - name: gone
    eventually: { within: 5m }
    get: \${{ shop.url }}/stock/\${{ vars.sku }}
    expect: { body: { available: 0 } }
    assert: answer.body.available == before - vars.units
finally:
  - name: tidy
    delete: \${{ shop.url }}/orders
    query: { run: "\${{ run.correlationId }}" }
`

test('a scenario as it is written runs', async () => {
  let available = 2
  let shown = 2
  const asked: string[] = []
  await using shop = await serve((request, body) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.method === 'GET') return { body: { sku: '100-0042', available: shown } }
    if (request.method === 'DELETE') return { status: 204 }
    if (available === 0) return { status: 409, body: { detail: 'sold out' } }
    return { body: { ...(JSON.parse(body) as object), number: `order-${available--}` } }
  })
  const { run, landscape, clock } = trial([{ name: 'shop', url: shop.url, credentials: { accessKey: 'SWSC123456' } }])
  await landscape.log.createTopic('orders', { partitions: 3 })
  clock.after('stock reaches the shop', 32 * 60_000, async () => {
    shown = available
  })
  const outline = {
    systems: { shop: { fields: ['url', 'accessKey'], sql: false, documents: false } },
    topics: ['orders'],
    defects: [],
  }
  const result = await run(parseScenario({ file: 'race.yaml', text, outline, vars: {} }))
  expect(result.failures).toEqual([])
  expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 32 * 60_000 })
  const told = Object.entries(verdicts(result)).filter(([path]) => path.endsWith('/ told'))
  expect(told.map(([, verdict]) => verdict).sort()).toEqual(['passed', 'passed', 'skipped'])
  expect(asked.at(-1)).toBe('DELETE /orders?run=correlation-1')
})
