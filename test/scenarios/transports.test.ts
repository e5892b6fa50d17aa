import { expect, test } from 'vitest'
import { sandbox } from '../e2e/sandbox.ts'

test('transport-parity passes, and catches its defect', async () => {
  using box = sandbox()
  const { code, out } = await box.run('scenario prove transport-parity')
  expect(out).toContain('1 of 1 defect caught')
  expect(code).toBe(0)
  expect(box.left()).toEqual([])
})
