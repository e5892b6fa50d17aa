import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/core/events.ts'
import { consoleReport } from '../../src/report/console.ts'
import { mismatch, recordedRun, resultOf } from './recorded-run.ts'

function printed(events: readonly RunEvent[], options = { color: false, verbose: false }): string {
  let text = ''
  const report = consoleReport((more) => {
    text += more
  }, options)
  for (const event of events) report.sink(event)
  return text
}

test('a run that passes is a few lines', () => {
  expect(printed(recordedRun('passed'))).toBe(`environment up in 640ms: erp, oms

stock  Stock agrees
  ✓ order  12ms
  ✓ buyers  230ms, 2 steps
  – refund  not reached
  ✓ the ERP has it  12ms, 2 tries, landscape +30m5s
  ✓ always: never oversold  41 samples
  ✓ passed in 1.4s, landscape time +30m5s, seed 8f3a, run run-1

1 scenario: 1 passed, 0 failed, 0 inconclusive, 0 errors (2.3s)
✓ passed
`)
})

test('a failure shows its place, what was expected and found, the last answer and the replay', () => {
  const text = printed(recordedRun('failed'))
  expect(text.slice(text.indexOf('  ✗ failed'))).toBe(`  ✗ failed in 1.4s, landscape time +30m5s, seed 8f3a, run run-1

    article 100-0042 in warehouse W1: the ERP has 3 committed, the OMS 2 reserved
    scenarios/stock.yaml:14:5
      14 |     expect: { rows: [{ committed: 2 }] }
               ^
    $.rows[0].committed
      expected  2
      actual    3
    $.rows[0].note
      expected  "a"
      actual    "b\uFFFD"
    last answer
      {
        "rows": [
          {
            "committed": 3,
            "note": "<&\\"\\u0000"
          }
        ]
      }

    replay: scenario run stock --seed 8f3a

1 scenario: 0 passed, 1 failed, 0 inconclusive, 0 errors (2.3s)
✗ failed
`)
})

test('verbose shows inner steps, exchanges, messages and jobs', () => {
  const text = printed(recordedRun('passed'), { color: false, verbose: true })
  expect(text).toContain('    ✓ buyers / buyer 1 / order  12ms\n')
  expect(text).toContain('    erp: POST /orders 201 8ms\n')
  expect(text).toContain('    topic orders: 1 message, key 10001\n')
  expect(text).toContain('    job erp batch at 2026-03-01T08:30:00.000Z\n')
  expect(text).toContain('  erp  http://127.0.0.1:4001\n')
})

test('colours change nothing but the colours', () => {
  const colored = printed(recordedRun('failed'), { color: true, verbose: true })
  expect(colored).toContain('\u001b[31m')
  expect(stripVTControlCharacters(colored)).toBe(printed(recordedRun('failed'), { color: false, verbose: true }))
})

test('an inner step that fails is shown where it happens', () => {
  const { steps } = resultOf('passed')
  const inner = steps[1]
  if (inner === undefined) throw new Error('the recorded run has no inner step')
  const text = printed([
    { type: 'step.finished', at: 0, scenario: 'stock', result: { ...inner, verdict: 'failed' } },
    { type: 'step.finished', at: 0, scenario: 'stock', result: inner },
  ])
  expect(text).toBe('    ✗ buyers / buyer 1 / order  12ms\n')
})

test('a step is told how far the landscape’s clock moved for it alone', () => {
  const [first, ...others] = resultOf('passed').steps.filter(({ step }) => step.path.length === 1)
  const last = others.at(-1)
  if (first === undefined || last === undefined) throw new Error('the recorded run has too few steps')
  const text = printed([
    { type: 'clock.advanced', at: 0, from: 0, to: 60_000 },
    { type: 'step.finished', at: 0, scenario: 'stock', result: first },
    { type: 'step.finished', at: 0, scenario: 'stock', result: last },
  ])
  expect(text).toBe('  ✓ order  12ms, landscape +1m\n  ✓ the ERP has it  12ms, 2 tries\n')
})

test('a long answer and many failures are cut', () => {
  const long = { ...mismatch, lastAnswer: Array.from({ length: 500 }, (_, row) => row) }
  const result = resultOf('failed', { failures: Array.from({ length: 30 }, () => long) })
  const text = printed([{ type: 'scenario.finished', at: 0, result }])
  expect(text).toContain('… and 462 more lines')
  expect(text).toContain('… and 20 more failures')
  expect(text.split('\n').length).toBeLessThan(600)
})
