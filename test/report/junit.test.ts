import { expect, test } from 'vitest'
import type { RunEvent, Verdict } from '../../src/core/events.ts'
import { junitReport } from '../../src/report/junit.ts'
import { recordedRun, resultOf } from './recorded-run.ts'
import { find, parseXml, type XmlElement } from './xml-tree.ts'

async function reported(events: readonly RunEvent[]): Promise<XmlElement> {
  let text = ''
  const report = junitReport((more) => {
    text += more
  })
  for (const event of events) report.sink(event)
  expect(text).toBe('')
  await report.close()
  return parseXml(text)
}

test('a scenario is a case of the suite of its file, with seed, correlation id and steps', async () => {
  const root = await reported(recordedRun('passed'))
  expect(root.name).toBe('testsuites')
  const totals = { tests: '1', failures: '0', errors: '0', time: '1.440' }
  expect(root.attributes).toEqual({ name: 'standin', ...totals })
  const [suite] = root.children
  expect(suite?.attributes).toEqual({
    name: 'scenarios/stock.yaml',
    ...totals,
    skipped: '0',
    timestamp: '2026-03-01T08:00:00',
  })
  expect(suite?.children.map(({ name }) => name)).toEqual(['properties', 'testcase'])
  expect(find(root, 'property').map(({ attributes }) => attributes)).toEqual([
    { name: 'seed', value: '8f3a' },
    { name: 'correlationId', value: 'run-1' },
  ])
  const [testcase] = find(root, 'testcase')
  expect(testcase?.attributes).toEqual({ name: 'stock', classname: 'scenarios/stock.yaml', time: '1.440' })
  expect(testcase?.children.map(({ name }) => name)).toEqual(['system-out'])
  expect(testcase?.children[0]?.text.split('\n')).toEqual([
    '✓ order  12ms',
    '✓ buyers / buyer 1 / order  12ms',
    '✓ buyers / buyer 2 / order  12ms',
    '✓ buyers  230ms',
    '– refund  not reached',
    '✓ the ERP has it  12ms, 2 tries',
    '✓ always: never oversold  41 samples',
    'seed: 8f3a',
    'replay: scenario run stock --seed 8f3a',
  ])
})

test.each<[Verdict, string, Record<string, string>]>([
  ['failed', 'failure', { failures: '1', errors: '0', skipped: '0' }],
  ['error', 'error', { failures: '0', errors: '1', skipped: '0' }],
  ['inconclusive', 'skipped', { failures: '0', errors: '0', skipped: '1' }],
])('%s becomes one %s', async (verdict, name, counts) => {
  const root = await reported(recordedRun(verdict))
  expect(root.attributes).toMatchObject({ failures: counts.failures, errors: counts.errors })
  expect(root.children[0]?.attributes).toMatchObject(counts)
  const outcomes = find(root, 'testcase').flatMap(({ children }) =>
    children.filter((child) => child.name !== 'system-out'),
  )
  expect(outcomes.map((outcome) => outcome.name)).toEqual([name])
  expect(outcomes[0]?.attributes.message).toContain('article 100-0042 in warehouse W1')
})

test('several failures of a scenario share one element; nothing in them breaks the document', async () => {
  const wild = 'a\u001b[31mb\u0000c\uD800 <d> & "e"\n\tf ]]> 😀'
  const result = resultOf('failed', { title: wild, failures: [{ message: wild }, { message: 'second' }] })
  const root = await reported([...recordedRun('failed').slice(0, 4), { type: 'scenario.finished', at: 0, result }])
  const [failure] = find(root, 'failure')
  expect(failure?.attributes.message).toBe('ab\uFFFDc\uFFFD <d> & "e"\n\tf ]]> 😀')
  expect(failure?.text).toBe('ab\uFFFDc\uFFFD <d> & "e"\n\tf ]]> 😀\n\nsecond')
})

test('a run that broke off is never green', async () => {
  const brokenOff = await reported(recordedRun('passed').slice(0, 6))
  expect(brokenOff.attributes).toMatchObject({ tests: '1', errors: '1' })
  expect(find(brokenOff, 'error')[0]?.attributes.message).toContain('the run ended before this scenario did')
  const notStarted = await reported([])
  expect(notStarted.attributes).toMatchObject({ tests: '1', errors: '1' })
})
