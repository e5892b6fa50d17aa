import { expect, test } from 'vitest'
import type { FaultEffect } from '../../../src/core/fault-effect.ts'
import type { FaultPlan } from '../../../src/scenario/model/faults.ts'
import type { ScenarioStep } from '../../../src/scenario/model.ts'
import { advance, check, consume, expression, place, publish, scenario, trial, verdicts } from '../trial.ts'

const base = { verb: 'fault', place, timeout: 10_000 } as const

function fault(name: string, effect: FaultEffect, rest: Partial<FaultPlan> = {}, steps?: ScenarioStep[]): ScenarioStep {
  const on = { kind: 'topic', name: 'orders' } as const
  const plan = { name, place, on, effect: () => effect, after: 0, probability: 1, optional: false, ...rest }
  return { ...base, kind: 'fault', name, fault: plan, ...(steps && { steps }) }
}

function clear(...faults: string[]): ScenarioStep {
  return { ...base, kind: 'clear', name: `clear ${faults.join(' ')}`, faults }
}

/** Nothing in this landscape asks the board; a step does so in its place. */
async function run(steps: readonly ScenarioStep[], last: readonly ScenarioStep[] = []) {
  const one = trial([])
  await one.landscape.log.createTopic('orders', { partitions: 1 })
  const strikes: boolean[] = []
  const strike = (): ScenarioStep =>
    check(`strike ${strikes.length}`, () => {
      const struck = one.landscape.faults.strike({ kind: 'topic', name: 'orders' }, ['lostAck'], {
        message: { key: 'k', value: { units: 2 } },
      })
      struck?.fire('orders k')
      return strikes.push(struck !== undefined) > 0
    })
  const replaced = (list: readonly ScenarioStep[]): ScenarioStep[] =>
    list.map((step) => {
      if (step.name === 'strike') return { ...strike(), name: 'strike' }
      return 'steps' in step && step.steps !== undefined && step.kind === 'fault'
        ? { ...step, steps: replaced(step.steps) }
        : step
    })
  const result = await one.run(scenario(replaced(steps), { finally: replaced(last) }))
  return { result, strikes, events: one.events.filter(({ type }) => type.startsWith('fault.')) }
}

const strike = check('strike', () => true)
const lost: FaultEffect = { kind: 'lostAck', as: 'cut' }

test('a fault lasts until it is cleared, and is over before what runs at the end', async () => {
  const { result, strikes, events } = await run(
    [fault('a', lost), strike, clear('a'), strike, fault('b', lost), strike],
    [strike],
  )
  expect(result.verdict).toBe('passed')
  expect(strikes).toEqual([true, false, true, false])
  expect(events.map((event) => [event.type, 'fault' in event && event.fault])).toEqual([
    ['fault.raised', 'a'],
    ['fault.fired', 'a'],
    ['fault.cleared', 'a'],
    ['fault.raised', 'b'],
    ['fault.fired', 'b'],
    ['fault.cleared', 'b'],
  ])
  expect(events[1]).toMatchObject({ kind: 'lostAck', target: 'topic', system: 'orders', what: 'orders k' })
})

test('a fault with a length of time ends with it', async () => {
  const { strikes } = await run([fault('a', lost, { for: 60_000 }), strike, advance('wait', 60_000), strike])
  expect(strikes).toEqual([true, false])
})

test('a fault with steps lasts as long as these, and what they leave can be read behind it', async () => {
  const inner = publish('inner', { capture: [{ name: 'at', place, select: () => [7], source: '$' }] })
  const { result, strikes } = await run([
    fault('a', lost, {}, [strike, inner]),
    strike,
    check('captured', ({ at }) => at === 7),
    check('recorded', ({ steps }) => 'inner' in (steps as object)),
  ])
  expect(verdicts(result)).toMatchObject({ a: 'passed', 'a / inner': 'passed', captured: 'passed', recorded: 'passed' })
  expect(strikes).toEqual([true, false])
})

test('a fault with steps ends when one of them fails, too', async () => {
  const { result, strikes } = await run([fault('a', lost, {}, [check('no', () => false)])], [strike])
  expect(result.verdict).toBe('failed')
  expect(result.failures).toHaveLength(1)
  expect(strikes).toEqual([false])
})

test.each([
  ['at the end', [fault('a', lost)], undefined],
  ['when it is cleared', [fault('a', lost), clear('a')], 'clear a'],
  ['at the end of its steps', [fault('a', lost, {}, [advance('wait', 1)])], 'a'],
] as const)('a fault that never fired fails %s, once', async (_, steps, step) => {
  const { result } = await run(steps)
  expect(result.verdict).toBe('failed')
  expect(result.failures.map(({ message }) => message)).toEqual([
    'the fault "a" never fired: nothing that it looks for passed by topic orders',
  ])
  if (step !== undefined) expect(verdicts(result)[step]).toBe('failed')
})

test('a fault that never fired says what passed by, or why it could not tell', async () => {
  const message = async (rest: Partial<FaultPlan>): Promise<string | undefined> =>
    (await run([fault('a', lost, rest), strike])).result.failures[0]?.message
  expect(await message({ after: 3 })).toContain('1 passed by that it looks for, and 3 are let pass first')
  expect(await message({ probability: 0 })).toContain('chance took none of them')
  expect(await message({ match: expression('false', () => false) })).toContain('nothing that it looks for passed by')
})

test('a condition reads what passes by and what was captured before', async () => {
  const match = expression('units', (scope) => {
    const { message, earlier } = scope as { message: { value: { units: number } }; earlier: number }
    return message.value.units === earlier
  })
  const captured = publish('first', { capture: [{ name: 'earlier', place, select: () => [2], source: '$' }] })
  const { result, strikes } = await run([captured, fault('a', lost, { match }), strike])
  expect([result.verdict, strikes]).toEqual(['passed', [true]])
})

test('an optional fault need not fire', async () => {
  const { result } = await run([fault('a', lost, { optional: true }), publish('m'), consume('c')])
  expect(result.verdict).toBe('passed')
})
