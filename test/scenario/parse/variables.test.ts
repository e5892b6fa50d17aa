import { expect, test } from 'vitest'
import { parse, problemsIn, withSteps } from './outline.ts'

const file = (vars: string, step = 'advance: 1m') => withSteps([step], `given: { vars: ${vars} }\n`)

test('a bare value is the default, and its type the type of the variable', () => {
  expect(parse(file('{ a: x, b: 2, c: 2.5, d: true }')).vars).toEqual({ a: 'x', b: 2, c: 2.5, d: true })
  expect(parse(file('{ a: x, b: 2, c: 2.5, d: true }'), { a: '7', b: '3', c: '1e2', d: 'false' }).vars).toEqual({
    a: '7',
    b: 3,
    c: 100,
    d: false,
  })
})

test('expressions see the declared types', () => {
  expect(problemsIn(file('{ n: 2, s: x }', 'assert: [vars.n * 2 >= 1, vars.s + vars.n == ""]'))).toEqual([
    'expression.type 4:31 not a valid expression: these do not go together: text + number',
  ])
})

test('a variable without a value is missing, told at its declaration', () => {
  expect(problemsIn(file('{ tenant: { type: string } }'))).toEqual([
    'scenario.missing-variable 5:18 missing --var tenant: text, it has no default',
  ])
  expect(parse(file('{ tenant: { type: string } }'), { tenant: 'a' }).vars).toEqual({ tenant: 'a' })
})

test.each([
  ['b', 'abc', 'scenario.variable-type 5:18 --var b=abc: expected a whole number'],
  ['b', '2.5', 'scenario.variable-type 5:18 --var b=2.5: expected a whole number'],
  ['b', '', 'scenario.variable-type 5:18 --var b=: expected a whole number'],
  ['b', '9'.repeat(40), 'scenario.variable-type 5:18 --var b: expected a whole number'],
  ['c', 'Infinity', 'scenario.variable-type 5:24 --var c=Infinity: expected a number'],
  ['d', 'yes', 'scenario.variable-type 5:32 --var d=yes: expected true or false'],
])('--var %s=%s', (name, value, problem) => {
  expect(problemsIn(file('{ b: 2, c: 2.5, d: true }'), { [name]: value })).toEqual([problem])
})

test('an unknown --var comes with the one that was meant, or with all there are', () => {
  expect(problemsIn(file('{ quantity: 2, sku: a }'), { quantty: '3' })).toEqual([
    'scenario.unknown-variable unknown variable --var quantty; did you mean "quantity"?',
  ])
  expect(problemsIn(file('{ quantity: 2, sku: a }'), { warehouse: 'x' })).toEqual([
    'scenario.unknown-variable unknown variable --var warehouse; expected one of: quantity, sku',
  ])
  expect(problemsIn(withSteps(['advance: 1m']), { constructor: 'x' })).toEqual([
    'scenario.unknown-variable unknown variable --var constructor; there are none',
  ])
})

test('defaults fit their declarations', () => {
  expect(problemsIn(file('{ a: { type: integer, default: 2.5 }, b-c: 1, d: "${{ run.id }}" }'))).toEqual([
    'scenario.default 5:47 expected a whole number as default',
    'scenario.variable-name 5:54 "b-c" is no name for a variable, expected letters, digits and _',
    'scenario.default 5:65 the default of a variable is a plain value, it cannot hold an expression',
  ])
})
