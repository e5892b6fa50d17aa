import { expect, test } from 'vitest'
import { longScenario } from './long-scenario.ts'
import { sandbox } from './sandbox.ts'

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops everything, runs `finally` and leaves nothing', async (signal) => {
  using box = sandbox()
  const command = box.start(`scenario run ${longScenario(box)}`)
  await command.said(/wait 1\b/)
  command.child.kill(signal)
  const { code, out, err } = await command.ended
  expect({ code, err }).toMatchObject({ code: 130, err: expect.not.stringContaining('bug') })
  expect(out).toMatch(/✓ +clean up/)
  expect(box.left()).toEqual(['long.yaml'])
  expect(box.processes()).toEqual([])
})

test('an interruption while the environment starts leaves nothing, either', async () => {
  using box = sandbox()
  const command = box.start('scenario run checkout-reservation')
  await expect.poll(() => box.left(), { interval: 5, timeout: 60_000 }).not.toEqual([])
  command.child.kill('SIGINT')
  expect(await command.ended).toMatchObject({ code: 130 })
  expect(box.left()).toEqual([])
  expect(box.processes()).toEqual([])
})

test('what a killed run left behind is cleaned up by the next one', async () => {
  using box = sandbox()
  const command = box.start(`scenario run ${longScenario(box)}`)
  await command.said(/wait 1\b/)
  command.child.kill('SIGKILL')
  expect(await command.ended).toMatchObject({ signal: 'SIGKILL' })
  expect(box.left()).toEqual(['long.yaml', expect.stringMatching(/^standin-run-/)])
  expect(box.processes()).not.toEqual([])
  expect(await box.run('scenario run checkout-reservation')).toMatchObject({ code: 0 })
  expect(box.left()).toEqual(['long.yaml'])
  expect(box.processes()).toEqual([])
})
