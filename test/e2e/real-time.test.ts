import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve } from '../scenario/trial.ts'
import { type Ended, type Sandbox, sandbox } from './sandbox.ts'

/** Runs steps in a landscape with a system of somebody else, `crm`. */
async function runBeside(box: Sandbox, url: string, steps: string, flags = ''): Promise<Ended> {
  const [file, landscape] = ['trial.yaml', 'standin.yaml'].map((name) => join(box.directory, name)) as [string, string]
  writeFileSync(file, `name: trial\ntitle: A trial\nsteps:\n${steps}`)
  writeFileSync(landscape, `version: 1\nsystems:\n  crm: { api: { url: "${url}" } }\n`)
  return box.run(`scenario run ${file} --landscape ${landscape}${flags}`)
}

const poll = `  - name: synchronized
    eventually: { within: 20s, every: 200ms }
    get: \${{ crm.url }}/contacts
    expect: { body: { ready: true } }
`

test.each([
  ['  - advance: 5m\n', '"advance 5m" moves the landscape\'s clock on, and crm cannot follow'],
  [poll, '"synchronized" waits on it, and crm cannot follow'],
  [
    `  - parallel:\n      branches:\n        - name: one\n          steps:\n${poll.replaceAll(/^(?=.)/gm, '          ')}`,
    '"synchronized" waits on it, and crm cannot follow',
  ],
])('time that jumps cannot judge a system that keeps its own: %#', async (steps, reason) => {
  using box = sandbox()
  const asked: string[] = []
  await using crm = await serve((request) => {
    asked.push(request.url ?? '')
    return { body: {} }
  })
  const first = '  - get: ${{ crm.url }}/first\n'
  const { code, out } = await runBeside(box, crm.url, first + steps)
  expect(out).toContain(reason)
  expect(out).toContain('with --real-time')
  expect(out).toMatch(/0 passed, 0 failed, 1 inconclusive/)
  expect(code).toBe(4)
  expect(asked).toEqual([])
})

test('without steps that need time, and with waiting for the mirrors alone, it is judged', async () => {
  using box = sandbox()
  await using crm = await serve(() => ({ body: { ready: true } }))
  const steps = `  - get: \${{ crm.url }}/contacts
    expect: { body: { ready: true } }
  - eventually: { within: 5m }
    sql: { system: oms, query: select 1 as one }
    expect: { rows: [{ one: 1 }] }
`
  const { code } = await runBeside(box, crm.url, steps)
  expect(code).toBe(0)
})

test('in real time it waits as long as it says, and the landscape follows', async () => {
  using box = sandbox()
  let asked: number | undefined
  await using crm = await serve(() => {
    asked ??= performance.now()
    return { body: { ready: performance.now() - asked > 900 } }
  })
  const steps = `${poll}  - advance: 1s
  - name: longer than a step may take otherwise
    timeout: 1s
    advance: 1500ms
`
  const { code, out } = await runBeside(box, crm.url, steps, ' --real-time')
  expect(out).toMatch(/synchronized {2}.*tries/)
  expect(out).toMatch(/advance 1s {2}\d+(\.\d+)?s, landscape \+\d+s/)
  expect(code).toBe(0)
  expect(performance.now() - (asked ?? Number.NaN)).toBeGreaterThan(3_400)
})

test('what fails in real time is repeated in real time', async () => {
  using box = sandbox()
  await using crm = await serve(() => ({ body: {} }))
  const short = poll.replace('20s', '600ms')
  const { code, out } = await runBeside(box, crm.url, short, ' --real-time')
  expect(out).toMatch(/not within 600ms \([2-4] tries\)/)
  expect(out).toMatch(/replay: .* --real-time/)
  expect(code).toBe(1)
})
