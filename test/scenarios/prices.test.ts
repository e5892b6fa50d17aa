import { expect, test } from 'vitest'
import { sandbox } from '../e2e/sandbox.ts'

test('customer-price-matrix passes, and catches its defects', async () => {
  using box = sandbox()
  const proof = await box.run('scenario prove customer-price-matrix')
  expect(proof.out).toContain('2 of 2 defects caught')
  expect(proof.code).toBe(0)
  expect(box.left()).toEqual([])
})

test('a size that the pack does not have is refused with those that there are, and nothing is started', async () => {
  using box = sandbox()
  const { code, out, err } = await box.run('scenario run customer-price-matrix --var size=xll')
  expect(code).toBe(2)
  expect(out + err).toContain('the pack "wholesale" has no size "xll"; did you mean "xl"?')
  expect(box.left()).toEqual([])
})
