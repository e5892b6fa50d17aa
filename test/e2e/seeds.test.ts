import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Served } from '../scenario/trial.ts'
import { counter } from './oversell-bugs/counter.ts'
import { sandbox } from './sandbox.ts'

let shop: Served

beforeAll(async () => {
  shop = await counter()
})

afterAll(() => shop[Symbol.asyncDispose]())

test.each([
  ['check-then-act', true],
  ['stale-cache', true],
  ['lost-update', false],
])(
  'the oversell bug %s is found within 50 seeds, and its command finds it again 10 out of 10 times',
  async (name, remote) => {
    using box = sandbox()
    const vars = remote ? ` --var counter=${shop.url}` : ''
    const found = await box.run(`scenario run test/e2e/oversell-bugs/${name}.yaml --seeds 50${vars}`)
    expect(found.out).toMatch(/seed \S+ failed, the \d+(st|nd|rd|th) of 50/)
    expect(found.code).toBe(1)
    const [, replay = ''] = /^ +replay: (.+)$/m.exec(found.out) ?? []
    expect(replay).toMatch(/--seed \d+ .*--concurrency interleaved/)
    const again: (number | null)[] = []
    for (let round = 0; round < 5; round++) {
      const pair = await Promise.all([box.run(replay), box.run(replay)])
      again.push(...pair.map(({ code }) => code))
    }
    expect(again).toEqual(Array.from({ length: 10 }, () => 1))
    expect(box.left()).toEqual([])
  },
)

test('the example of the guide fails with some seed, and what is inside of a request is found by overlapping steps', async () => {
  using box = sandbox()
  const example = readFileSync('docs/examples/last-unit.yaml', 'utf8')
  expect(readFileSync('docs/guide/concurrency.md', 'utf8')).toContain(example)
  const { out, code } = await box.run('scenario run docs/examples/last-unit.yaml --seeds 50 --workers 2')
  expect(out).toMatch(/replay: scenario run docs\/examples\/last-unit\.yaml --seed \d+ --concurrency/)
  expect(code).toBe(1)
  const racy =
    'scenario run checkout-reservation --defect reserve-without-lock --concurrency overlapping --seeds 20 --json'
  const inside = await box.run(racy)
  expect(JSON.parse(inside.out).results[0]).toMatchObject({ verdict: 'failed', exploration: { seeds: 20 } })
})
