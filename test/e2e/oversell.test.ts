import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'

const scenario = 'test/e2e/two-hundred-checkouts.yaml'

test.each(Array.from({ length: 10 }, (_, index) => index + 1))(
  'of 200 concurrent checkouts of 50 units exactly 50 become orders, seed %i',
  async (seed) => {
    using box = sandbox()
    const { code, out } = await box.run(`scenario run ${scenario} --seed ${seed}`)
    expect(out).toMatch(/1 passed/)
    expect(code).toBe(0)
  },
)

test('without the lock more than 50 do, and it is seen', async () => {
  using box = sandbox()
  const { code, out } = await box.run(`scenario run ${scenario} --seed 1 --defect reserve-without-lock`)
  expect(out).toMatch(/article 100-0050, warehouse HH-01: \d+ units are promised, 50 are on hand/)
  expect(code).toBe(1)
})
