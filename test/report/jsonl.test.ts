import { expect, test } from 'vitest'
import { jsonlReport } from '../../src/report/jsonl.ts'
import { recordedRun } from './recorded-run.ts'

test('each event is one line, as it happens', () => {
  const written: string[] = []
  const report = jsonlReport((text) => written.push(text))
  const events = recordedRun('failed')
  for (const [index, event] of events.entries()) {
    report.sink(event)
    expect(written.length).toBe(index + 1)
  }
  expect(written.every((text) => text.indexOf('\n') === text.length - 1)).toBe(true)
  expect(written.map((text) => JSON.parse(text))).toEqual(events)
})
