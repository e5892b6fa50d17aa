import { expect, test } from 'vitest'
import type { TransferEvent } from '../../../src/core/transfer/transfer-events.ts'
import { transferProgress } from '../../../src/core/transfer/transfer-progress.ts'
import { byteAmount, timeSpan, wholeNumber } from '../../../src/report/transfer/amounts.ts'
import { summaryText } from '../../../src/report/transfer/summary-text.ts'
import { transferConsole } from '../../../src/report/transfer/transfer-console.ts'

const tables = [
  { system: 'erp', table: 'item', rows: 1000, bytes: 9_000 },
  { system: 'shop', table: 'order', rows: 3000, bytes: 27_000 },
]

const begun: TransferEvent = { type: 'begun', tables, resumed: [], readers: 4 }

function copied(table: string, rows: number): TransferEvent {
  return { type: 'copied', system: table === 'item' ? 'erp' : 'shop', table, rows, bytes: rows * 10 }
}

/** What is written while the events come in, each so many milliseconds after the one before. */
function told(events: readonly [number, TransferEvent][], live: boolean): string[] {
  let at = 0
  const written: string[] = []
  const console = transferConsole({ write: (text) => void written.push(text), live, width: 60, now: () => at })
  for (const [wait, event] of events) {
    at += wait
    console.sink(event)
  }
  console.close()
  return written
}

test('without a terminal: finished tables, and at most one other line in five seconds', () => {
  const batches = Array.from({ length: 100 }, (): [number, TransferEvent] => [100, copied('order', 10)])
  const written = told([[0, begun], ...batches, [0, { type: 'table', ...(tables[0] as (typeof tables)[0]) }]], false)
  expect(written).toEqual([
    '2 systems, 2 tables, about 4,000 rows, 4 readers\n',
    expect.stringMatching(/^ {2}\d %|^ 1\d %/),
    expect.stringMatching(/rows\/s .* left\n$/),
    'erp.item  1,000 rows  9.0 KB\n',
  ])
  expect(written.join('')).not.toContain('\u001b')
})

test('on a terminal: a block that is rewritten, no line wider than the terminal, and gone at the end', () => {
  const written = told(
    [
      [0, begun],
      [200, copied('order', 300)],
      [200, copied('item', 500)],
    ],
    true,
  )
  const blocks = written.filter((text) => text.includes('%'))
  expect(blocks).toHaveLength(2)
  expect(blocks[1]).toContain('shop.order  300 of 3,000 rows')
  expect(blocks.flatMap((block) => block.split('\n')).every((line) => line.length < 60)).toBe(true)
  expect(written.filter((text) => text.startsWith('\u001b['))).toEqual(['\u001b[2F\u001b[J', '\u001b[3F\u001b[J'])
})

test('rate and time left are those of this run, not of the one before', () => {
  let at = 0
  const progress = transferProgress(() => at)
  progress.take({ ...begun, resumed: [{ system: 'shop', table: 'order', rows: 2000, bytes: 20_000 }] })
  at = 2000
  progress.take(copied('order', 500))
  const state = progress.state()
  expect(state).toMatchObject({ rows: 2500, expectedRows: 4000, elapsed: 2000, rowRate: 250, byteRate: 2500 })
  expect(state.left).toBeGreaterThan(4000)
  expect(state.left).toBeLessThan(8000)
})

test('a table that is larger than was thought is never more than done', () => {
  const progress = transferProgress(() => 0)
  progress.take(begun)
  progress.take(copied('item', 5000))
  progress.take(copied('order', 3000))
  expect(progress.state().fraction).toBeLessThan(1)
  for (const { system, table } of tables) progress.take({ type: 'table', system, table, rows: 5000, bytes: 1 })
  expect(progress.state()).toMatchObject({ fraction: 1, tablesDone: 2, tables: 2, open: [] })
})

test('amounts are short and say their unit', () => {
  expect([0, 999, 1000, 1_234_567].map(wholeNumber)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([0, 999, 1500, 150_000, 2_340_000, 5e13].map(byteAmount)).toEqual([
    '0 B',
    '999 B',
    '1.5 KB',
    '150 KB',
    '2.3 MB',
    '50.0 TB',
  ])
  expect([0, 800, 42_000, 185_000, 7_800_000].map(timeSpan)).toEqual([
    '0.0 s',
    '0.8 s',
    '42 s',
    '3 min 05 s',
    '2 h 10 min',
  ])
})

test('the summary says what was replaced, what could not be handled, and what stayed behind', () => {
  const table = {
    table: 'customer',
    rows: 1200,
    bytes: 5000,
    replaced: { email: 'persona' },
    unhandled: [{ column: 'iban', reason: 'it is malformed', count: 2 }],
  }
  const text = summaryText({
    target: '/data/snapshot',
    duration: 2000,
    rows: 1200,
    bytes: 5000,
    systems: [{ system: 'shop', tables: [table], uncarried: [{ kind: 'role', name: 'reader' }] }],
  })
  expect(text.split('\n')).toEqual([
    'shop',
    '  customer  1,200 rows  replaced: email',
    '  warning: 2 values of customer.iban replaced wholly or emptied, as it is malformed',
    '  not carried over: role reader',
    '1,200 rows, 5.0 KB in 2.0 s, 600 rows/s',
    'written to /data/snapshot',
    '',
  ])
})
