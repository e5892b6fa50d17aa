import { expect, test } from 'vitest'
import { compileExpression } from '../../../src/scenario/expression/compile-expression.ts'
import { problemsOf } from '../../yaml/problems-of.ts'
import { declare, expressionIn } from './compiled.ts'

const declarations = declare({ answer: 'dyn' })

const refusal = (source: string) => problemsOf(() => compileExpression(expressionIn(source), declarations))

/** What evaluating against this answer comes to, and that it is over soon, also on a slow machine. */
function outcome(source: string, answer: unknown): unknown {
  const expression = compileExpression(expressionIn(source), declarations)
  const started = performance.now()
  let value: unknown
  const problems = problemsOf(() => {
    value = expression.evaluate({ answer })
  })
  expect(performance.now() - started).toBeLessThan(10_000)
  return problems.length > 0 ? problems : value
}

/** `answer` doubled so many times, each time bound to the next name. */
const doubled = (times: number, first = 'answer'): string =>
  Array.from({ length: times }, (_, n) => n).reduceRight(
    (body, n) => `cel.bind(v${n}, ${n === 0 ? first : `v${n - 1}`} + ${n === 0 ? first : `v${n - 1}`}, ${body})`,
    `v${times - 1}`,
  )

test('loops lie within each other four deep, and no deeper', () => {
  const loops = (depth: number) =>
    Array.from({ length: depth }, (_, n) => n).reduceRight(
      (body, n) => `answer.exists(x${n}, ${body})`,
      'answer[0] == answer[1]',
    )
  expect(refusal(loops(4))).toEqual([])
  expect(refusal(loops(5))).toEqual(['expression.too-costly 1:77 more than 4 loops lie within each other'])
})

test('loops one after the other do not lie within each other', () => {
  expect(refusal(`answer${'.filter(x, x > 1)'.repeat(10)}.size() == 0`)).toEqual([])
})

test('nested loops over a long list are broken off after a second', () => {
  const list = Array.from({ length: 10_000 }, (_, n) => n)
  expect(outcome('answer.all(a, answer.all(b, answer.all(c, a + b + c >= 0)))', list)).toEqual([
    'expression.failed 1:5 the expression has no value: it took longer than 1 s',
  ])
})

test('an expression that was broken off computes again afterwards', () => {
  const expression = compileExpression(expressionIn('answer.all(a, answer.all(b, a + b >= 0))'), declarations)
  const long = Array.from({ length: 30_000 }, (_, n) => n)
  expect(problemsOf(() => expression.evaluate({ answer: long }))).toHaveLength(1)
  expect(expression.evaluate({ answer: [1, 2] })).toBe(true)
  expect(expression.evaluate({ answer: [1, -3] })).toBe(false)
})

test('a loop over a list of 100,000 has time', () => {
  const list = Array.from({ length: 100_000 }, (_, n) => ({ n }))
  expect(outcome('answer.filter(x, x.n >= 99999).size()', list)).toBe(1)
})

test('a pattern that backtracks without end is broken off after a second', () => {
  expect(outcome("answer.matches('^(a+)+$')", `${'a'.repeat(40)}!`)).toEqual([
    'expression.failed 1:5 the expression has no value: it took longer than 1 s',
  ])
})

test.each([
  ['by binding', doubled(20)],
  ['text by binding', doubled(20, "'text'")],
  ['by looping', `[answer]${'.map(x, x + x)'.repeat(30)}`],
  ['by multiplying', doubled(20).replaceAll('+', '*')],
])('what doubles a value again and again is refused: %s', (_, source) => {
  expect(refusal(source)).toEqual(['expression.too-costly 1:5 the result could hold a value more than 64 times'])
})

test('a sum of many values and a text of many parts are ordinary', () => {
  expect(refusal(Array(60).fill('answer').join(' + '))).toEqual([])
  expect(refusal(Array(30).fill("answer + ', '").join(' + '))).toEqual([])
  expect(outcome(doubled(3), 'ab')).toBe('ab'.repeat(8))
})
