import { expect, test } from 'vitest'
import { environmentError, StandinError } from '../../../src/core/error.ts'
import { openHistory } from '../../../src/scenario/run/history.ts'
import type { Attempt } from '../../../src/scenario/steps/step-context.ts'
import { advance, http, query } from '../trial.ts'

/** Five milliseconds later at each look. */
let at = 0
const wallClock = { now: () => (at += 5) }

const order = http('order', 'http://x')

function unreachable(code?: string): StandinError {
  return environmentError({ code: 'system.unreachable', message: 'no answer' }, { cause: { code } })
}

function refusedBy(state?: string): StandinError {
  return new StandinError('environment', { code: 'sql.failed', message: 'no' }, { cause: { code: state } })
}

const answers: [string, () => Promise<Attempt>, 'ok' | 'failed' | 'unknown'][] = [
  ['200', async () => ({ answer: { status: 200 } }), 'ok'],
  ['an answer that was not expected', async () => ({ answer: { status: 201 }, failure: { message: 'x' } }), 'ok'],
  ['302', async () => ({ answer: { status: 302 } }), 'ok'],
  ['409', async () => ({ answer: { status: 409 } }), 'failed'],
  ['503', async () => ({ answer: { status: 503 } }), 'failed'],
  ['500', async () => ({ answer: { status: 500 } }), 'unknown'],
  ['504', async () => ({ answer: { status: 504 } }), 'unknown'],
  ['rows', async () => ({ answer: { rows: [] } }), 'ok'],
  ['a lost connection', () => Promise.reject(unreachable('ECONNRESET')), 'unknown'],
  ['a refused connection', () => Promise.reject(unreachable('ECONNREFUSED')), 'failed'],
  ['an interruption', () => Promise.reject(new Error('aborted')), 'unknown'],
  ['a broken constraint', () => Promise.reject(refusedBy('23505')), 'failed'],
  ['a lost database connection', () => Promise.reject(refusedBy('08006')), 'unknown'],
  ['a database that was stopped', () => Promise.reject(refusedBy('57P01')), 'unknown'],
  [
    'an input that is missing',
    () => Promise.reject(new StandinError('finding', { code: 'expression.failed', message: '' })),
    'failed',
  ],
]

test.each(answers)('%s', async (_, run, outcome) => {
  const history = openHistory(new Set(), wallClock)
  await history.operation(order, ['line 1', 'order'], run).catch(() => undefined)
  const { ok, failed, unknown, operations } = history.summary
  expect({ ok, failed, unknown }).toEqual({
    ok: { order: 0 },
    failed: { order: 0 },
    unknown: { order: 0 },
    [outcome]: { order: 1 },
  })
  expect(operations).toEqual([{ step: 'order', path: 'line 1 / order', start: 1, end: 2, duration: 5, outcome }])
})

test('operations that overlap are in the order of their ends, and only answers that are wanted are kept', async () => {
  const history = openHistory(new Set(['order']), wallClock)
  const slow = Promise.withResolvers<Attempt>()
  const first = history.operation(order, ['a'], () => slow.promise)
  await history.operation(query('look', 'select 1'), ['b'], async () => ({ answer: { rows: [1] } }))
  slow.resolve({ answer: { status: 200, body: { id: 7 } } })
  await first
  expect(history.summary.operations.map(({ path, start, end }) => [path, start, end])).toEqual([
    ['b', 2, 3],
    ['a', 1, 4],
  ])
  expect(history.answers('order')).toEqual([{ status: 200, body: { id: 7 } }])
  expect(history.answers('look')).toEqual([])
})

test('a step that is no operation leaves nothing', async () => {
  const history = openHistory(new Set(), wallClock)
  await history.operation(advance('wait', 1), ['wait'], async () => ({ answer: {} }))
  expect(history.summary.operations).toEqual([])
})
