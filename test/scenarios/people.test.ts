import { expect, test } from 'vitest'
import { sandbox } from '../e2e/sandbox.ts'

test('pii-leak-sweep passes, and catches its defect', async () => {
  using box = sandbox()
  const { code, out } = await box.run('scenario prove pii-leak-sweep')
  expect(out).toContain('1 of 1 defect caught')
  expect(out).toMatch(/shop\.order\.billing_address holds 72 × street \(exact\)/)
  expect(code).toBe(0)
  expect(box.left()).toEqual([])
})
