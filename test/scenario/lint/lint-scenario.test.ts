import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintScenario } from '../../../src/scenario/lint/lint-scenario.ts'
import { shown } from '../../yaml/problems-of.ts'
import { outline, withSteps } from '../parse/outline.ts'

const lint = (text: string, file = '/somewhere/trial.yaml') => lintScenario({ file, text, outline }).map(shown)
const good = '{ get: "http://x", expect: { status: 200 } }'

test('a good file has no problems', () => {
  const text = readFileSync(new URL('../parse/checkout.yaml', import.meta.url), 'utf8')
  expect(lint(text, 'scenarios/checkout-reservation.yaml')).toEqual([])
})

test('a file that checks nothing and catches nothing', () => {
  expect(lint(withSteps(['{ get: "http://x" }']))).toEqual([
    'lint.no-catches 1:1 no defect is named that the scenario must catch',
    'lint.no-checks 1:1 nothing is checked: no step expects anything, and there is no invariant',
  ])
})

test('a check within a parallel step is a check', () => {
  const text = withSteps([`parallel: { each: [1], as: n, steps: [${good}] }`], 'catches: [stale-shop-stock]\n')
  expect(lint(text)).toEqual([])
})

test('captures that nobody reads', () => {
  const text = withSteps(
    [
      '{ get: "http://x", expect: 1, capture: { a: $.a, b: $.b, c: $.c } }',
      'get: "http://x/${{ a }}"',
      'assert: b == 1',
    ],
    'catches: [stale-shop-stock]\n',
  )
  expect(lint(text)).toEqual(['lint.unused-capture 4:62 "c" is captured, and never read'])
})

test('a capture of a parallel line is read through the results of the step', () => {
  const line = '{ get: "http://x", expect: 1, capture: { token: $.a, other: $.b } }'
  const text = withSteps(
    [
      `{ name: lines, parallel: { each: [1], as: n, steps: [${line}] } }`,
      'assert: steps.lines.lines.all(line, line.captures.token == "a")',
    ],
    'catches: [stale-shop-stock]\n',
  )
  expect(lint(text)).toEqual([expect.stringContaining('"other" is captured, and never read')])
})

test('a capture that a refused expression reads is not called unused', () => {
  const text = withSteps(
    ['{ get: "http://x", expect: 1, capture: { a: $.a } }', 'assert: a == 1 +'],
    'catches: [stale-shop-stock]\n',
  )
  expect(lint(text)).toEqual(['expression.syntax 5:21 not a valid expression: it ends too early'])
})

test('a second try that never comes', () => {
  const text = withSteps(
    ['{ get: "http://x", expect: 1, eventually: { within: 5s, every: 1m } }'],
    'catches: [stale-shop-stock]\n',
  )
  expect(lint(text)).toEqual(['lint.polling 4:61 "every" is longer than "within", so there is no second try'])
})

test('a file by another name, a defect named twice', () => {
  const text = withSteps([good], 'catches: [stale-shop-stock, stale-shop-stock]\n')
  expect(lint(text, 'other.yaml')).toEqual([
    'lint.file-name 1:7 the scenario "trial" is in a file of another name',
    'lint.duplicate-defect 5:29 "stale-shop-stock" is named twice',
  ])
})

test('errors come with the warnings, in the order of the file', () => {
  const problems = lintScenario({ file: 'trial.yaml', text: withSteps(['{ get: "http://${{ x }}" }']), outline })
  expect(problems.map(({ code }) => code)).toEqual(['lint.no-catches', 'lint.no-checks', 'expression.unknown-name'])
})

test('a variable needs no value, and a file that is no YAML is a problem like any other', () => {
  const step = '{ get: "http://x/${{ vars.a }}", expect: { status: 200 } }'
  const text = withSteps([step], 'given: { vars: { a: { type: string } } }\ncatches: [stale-shop-stock]\n')
  expect(lint(text)).toEqual([])
  expect(lint('a: "')[0]).toMatch(/^yaml\.syntax/)
})
