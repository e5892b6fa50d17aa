import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { RunEvent } from '../../src/core/events.ts'
import { junitReport } from '../../src/report/junit.ts'
import { mismatch, recordedRun, resultOf } from './recorded-run.ts'

const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')

async function problemsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema })
  return errors.map(({ message }) => message)
}

async function document(events: readonly RunEvent[]): Promise<string> {
  let text = ''
  const report = junitReport((more) => {
    text += more
  })
  for (const event of events) report.sink(event)
  await report.close()
  return text
}

const at = 0
const wild = { message: 'a\u0000 <b> & "c" \uD800 ]]> 😀\n\u001b[31m' }

/** Every verdict, a flaky one, one that was left out, and one that never came to its end. */
const everything: RunEvent[] = [
  {
    type: 'run.started',
    at,
    runId: 'r1',
    seed: '1',
    scenarios: [
      { name: 'stock', title: 'x' },
      { name: 'never', title: 'y' },
    ],
  },
  ...(['passed', 'failed', 'inconclusive', 'error'] as const).flatMap((verdict) => recordedRun(verdict).slice(3, -1)),
  { type: 'scenario.finished', at, result: resultOf('passed', { flaky: true, earlier: [mismatch, wild] }) },
  { type: 'scenario.finished', at, result: resultOf('failed', { failures: [wild], title: wild.message }) },
  { type: 'scenario.left-out', at, scenario: 'late', title: 'z', reason: 'another one has failed before' },
]

describe('JUnit output', () => {
  test('is valid with every kind of verdict in it', async () => {
    const xml = await document(everything)
    for (const part of ['<failure', '<error', '<skipped', 'flaky', 'the run ended before this scenario did']) {
      expect(xml).toContain(part)
    }
    expect(await problemsOf(xml)).toEqual([])
  })

  test('is valid when nothing was run', async () => {
    expect(await problemsOf(await document([]))).toEqual([])
  })
})

test.each([
  ['an unknown attribute', ' time="1.440"', ' time="1.440" surprise="1"'],
  ['a time that is no number', ' time="1.440"', ' time="1.4s"'],
  ['two outcomes of a case', '<system-out>', '<failure/><error/><system-out>'],
  ['a count that is no number', ' tests="1"', ' tests="one"'],
])('the schema refuses %s', async (_what, right, wrong) => {
  const xml = await document(recordedRun('passed'))
  expect(xml).toContain(right)
  expect(await problemsOf(xml)).toEqual([])
  expect(await problemsOf(xml.replace(right, wrong))).not.toEqual([])
})
