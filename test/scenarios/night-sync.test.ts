import { expect, test } from 'vitest'
import { sandbox } from '../e2e/sandbox.ts'

test('night-sync-under-load passes, catches its defect, and shows the times side by side', async () => {
  using box = sandbox()
  const run = await box.run('scenario run night-sync-under-load --var limit=2000')
  const times = '\\d+ orders, p50 \\d+ ms, p95 \\d+ ms, p99 \\d+ ms\\n'
  expect(run.out).toMatch(new RegExp(`without the synchronization: ${times} +with the synchronization: {4}${times}`))
  expect(run.code).toBe(0)
  const proof = await box.run('scenario prove night-sync-under-load --var limit=2000')
  expect(proof.out).toContain('1 of 1 defect caught')
  expect(proof.code).toBe(0)
  expect(box.left()).toEqual([])
})
