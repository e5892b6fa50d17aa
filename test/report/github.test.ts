import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/core/events.ts'
import { githubReport } from '../../src/report/github.ts'
import { recordedRun, resultOf } from './recorded-run.ts'

async function reported(events: readonly RunEvent[]): Promise<{ commands: string[]; summary: string }> {
  const commands: string[] = []
  let summary = ''
  const report = githubReport({
    annotate: (text) => commands.push(text),
    summarize: (text) => {
      summary += text
    },
    shownPath: (file) => (file.startsWith('/') ? undefined : `sub/${file}`),
  })
  for (const event of events) report.sink(event)
  await report.close()
  return { commands, summary }
}

test('a failure is an annotation at its place, in one line that ends where it should', async () => {
  const { commands } = await reported(recordedRun('failed'))
  expect(commands).toHaveLength(1)
  expect(commands[0]).toMatch(
    /^::error file=sub\/scenarios\/stock\.yaml,line=14,col=5,title=stock%3A failed::article 100-0042 in warehouse W1: the ERP has 3 committed, the OMS 2 reserved%0A[^\n]*expected {2}2%0A[^\n]*replay: scenario run stock --seed 8f3a\n$/,
  )
})

test('nothing in a message ends the command or adds a property', async () => {
  const place = { file: 'a,b:c.yaml', line: 1, column: 2 }
  const failure = { message: '100 % of it\r\n::error::forged\u001b[31m', place }
  const result = resultOf('error', {
    scenario: 'x,y::z',
    failures: [failure, { message: 'm', place: { ...place, file: '/elsewhere' } }],
  })
  const { commands } = await reported([{ type: 'scenario.finished', at: 0, result }])
  expect(commands[0]).toMatch(
    /^::error file=sub\/a%2Cb%3Ac\.yaml,line=1,col=2,title=x%2Cy%3A%3Az%3A error::100 %25 of it%0A::error::forged%0A[^\n]*\n$/,
  )
  expect(commands[1]).toMatch(/^::error title=/)
})

test('what could not be judged is a warning, what passed is not annotated, and GitHub gets no more than it shows', async () => {
  expect((await reported(recordedRun('inconclusive'))).commands[0]).toMatch(/^::warning file=/)
  expect((await reported(recordedRun('passed'))).commands).toEqual([])
  const many = Array.from({ length: 50 }, (_, index) => ({ message: `failure ${index}` }))
  const result = resultOf('failed', { failures: many })
  expect((await reported([{ type: 'scenario.finished', at: 0, result }])).commands).toHaveLength(10)
})

test('the summary says what failed first, then all scenarios', async () => {
  const { summary } = await reported(recordedRun('failed'))
  expect(summary).toMatch(
    /^## ❌ 1 of 1 scenario did not pass\n\n### ❌ stock: failed\n\n\*\*article 100-0042 in warehouse W1/,
  )
  expect(summary).toContain('| <code>$.rows&#91;0&#93;.committed</code> | <code>2</code> | <code>3</code> |')
  expect(summary).toContain('```sh\nscenario run stock --seed 8f3a\n```')
  expect(summary).toContain('| ❌ | stock | 6 | 1.4s |')
  expect((await reported(recordedRun('passed'))).summary).toMatch(/^## ✅ 1 scenario passed\n/)
})

test('data is no markup in the summary', async () => {
  const message = '<img src=x> | `code` [link](http://x) @someone **bold**\n# head'
  const result = resultOf('failed', {
    scenario: 'a|b',
    failures: [{ message, differences: [{ path: '$', expected: 'a|b', actual: '`c`\nd' }] }],
    replay: 'x ``` y',
  })
  const { summary } = await reported([{ type: 'scenario.finished', at: 0, result }])
  expect(summary).not.toMatch(/<img|\[link\]|@someone|^# head|a\|b/m)
  expect(summary).toContain('````sh\nx ``` y\n````')
})

test('a run that broke off, or ran nothing, is not taken for a good one', async () => {
  expect((await reported(recordedRun('passed').slice(0, 6))).summary).toContain(
    '**stock**: the run ended before this scenario did.',
  )
  expect((await reported([])).summary).toContain('❗ No scenario was run')
})
