import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'

const article = 'article 100-0042, warehouse HH-01'

test('a checkout reserves at once, and ERP, OMS and shop agree after the batch', async () => {
  using box = sandbox()
  const junit = join(box.directory, 'reports', 'junit.xml')
  const { code, out } = await box.run(`scenario run checkout-reservation --seed 1 --report junit=${junit}`)
  expect(out).toContain('never oversold')
  expect(out).toMatch(/1 passed/)
  expect(code).toBe(0)
  expect(readFileSync(junit, 'utf8')).toMatch(/<testsuites[^>]* tests="1" failures="0"/)
  expect(box.left()).toEqual(['reports'])
  expect(box.processes()).toEqual([])
})

test.each([
  ['reserve-without-lock', new RegExp(`${article}: 1[02] units are promised,\\s+8 are on hand`)],
  ['lost-reservation-on-batch', new RegExp(`${article}: committed is 8 in erp, 0 in oms`)],
  ['stale-shop-stock', new RegExp(`${article}: available is 8 in shop, 6 in oms`)],
])('the defect %s makes it fail, with article, warehouse and the two numbers', async (defect, message) => {
  using box = sandbox()
  const { code, out } = await box.run(`scenario run checkout-reservation --seed 1 --defect ${defect}`)
  expect(out).toMatch(message)
  expect(out).toContain(`--defect ${defect}`)
  expect(code).toBe(1)
})

test('every defect is caught', async () => {
  using box = sandbox()
  const { code, out } = await box.run('scenario prove checkout-reservation --json')
  expect(JSON.parse(out)).toMatchObject([
    {
      scenario: 'checkout-reservation',
      proven: true,
      baseline: { verdict: 'passed' },
      defects: [
        { defect: 'reserve-without-lock', caught: true },
        { defect: 'lost-reservation-on-batch', caught: true },
        { defect: 'stale-shop-stock', caught: true },
      ],
    },
  ])
  expect(code).toBe(0)
  expect(box.left()).toEqual([])
})

test('it runs with other variables: more customers, another article', async () => {
  using box = sandbox()
  const { code, out } = await box.run(
    'scenario run checkout-reservation --var sku=100-0050 --var quantity=7 --var others=12',
  )
  expect(out).toMatch(/1 passed/)
  expect(code).toBe(0)
})

test('two runs at the same time do not disturb each other', async () => {
  using box = sandbox()
  const runs = await Promise.all([1, 2].map((seed) => box.run(`scenario run checkout-reservation --seed ${seed}`)))
  expect(runs.map(({ code }) => code)).toEqual([0, 0])
  expect(box.left()).toEqual([])
})
