import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileTemplate } from '../../../src/scenario/expression/compile-template.ts'
import { problemsOf } from '../../yaml/problems-of.ts'
import { declare, valueIn } from './compiled.ts'

const declarations = declare({ vars: { quantity: 'double', name: 'string' }, order: 'dyn' })
const scope = { vars: { quantity: 2, name: 'Zoë' }, order: { id: 7, lines: [{ sku: 'a' }], none: null } }
const render = (text: string) => compileTemplate(valueIn(text), declarations).render(scope)
const problemsIn = (text: string) => problemsOf(() => compileTemplate(valueIn(text), declarations))

test.each<[string, unknown]>([
  ['a: "${{ vars.quantity }}"', 2],
  ['a: ${{ vars.quantity }}', 2],
  ['a: "${{order}}"', { id: 7, lines: [{ sku: 'a' }], none: null }],
  ['a: ${{ order.none }}', null],
  ['a: ${{ 1 + 1 }}', 2],
  ['a: " ${{ vars.quantity }}"', ' 2'],
  ['a: /orders/${{ order.id }}?name=${{ vars.name }}', '/orders/7?name=Zoë'],
  ['a: is ${{ vars.quantity > 1 }}, ${{ order.lines }}', 'is true, [{"sku":"a"}]'],
  ['a: costs $${{ vars }} and $5', 'costs ${{ vars }} and $5'],
  [`a: "\${{ {'a': {'b': 1}} }}"`, { a: { b: 1 } }],
  ["a: ${{ '}}' + vars.name }}!", '}}Zoë!'],
  ['a: { list: ["${{ vars.quantity }}", 1, true, null], "${": x }', { list: [2, 1, true, null], '${': 'x' }],
  ['a: |\n  { "n": ${{ vars.quantity }} }\n', '{ "n": 2 }\n'],
  ['a: plain', 'plain'],
  ['a: 1.5', 1.5],
])('%s', (text, value) => {
  expect(render(text)).toEqual(value)
})

test('all problems of a tree are told together, each at its place', () => {
  expect(problemsIn('a:\n  x: ${{ vars.nam }}\n  y: [one, "two ${{ ordr.id"]\n  ${{ vars }}: 1\n')).toEqual([
    'expression.unknown-field 2:15 "vars" has no "nam"; did you mean "name"?',
    'expression.unclosed 3:17 the expression is not closed, expected }}',
    'expression.in-key 4:3 a key cannot hold an expression',
  ])
})

test('each rendering is a copy of its own', () => {
  const template = compileTemplate(valueIn('a: { list: [1] }'), declarations)
  const first = template.render(scope) as { list: number[] }
  first.list.push(2)
  expect(template.render(scope)).toEqual({ list: [1] })
})

test('text without expressions stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value).replace(
        /[\u007f-\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      if (json.includes('${{') || json.includes('__proto__') || hasUnsafeInteger(value)) return
      expect(render(`a: ${json}`)).toEqual(JSON.parse(json))
    }),
    { numRuns: 300 },
  )
})

function hasUnsafeInteger(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnsafeInteger)
}
