import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileExpression } from '../../src/scenario/expression/compile-expression.ts'
import { compileTemplate } from '../../src/scenario/expression/compile-template.ts'
import { declare, expressionIn, valueIn } from '../scenario/expression/compiled.ts'
import { json, tryInputs } from './inputs.ts'

const declarations = declare({
  vars: { quantity: 'double', sku: 'string', flag: 'bool' },
  run: { id: 'string' },
  answer: 'dyn',
  rows: 'dyn',
  sku: 'string',
  units: 'double',
})

const scopes = fc.record({ answer: json, rows: json }).map((random) => ({
  vars: { quantity: 2, sku: '100-0042', flag: true },
  run: { id: 'r1' },
  sku: 'x',
  units: 1.5,
  ...random,
}))

function evaluate(source: string, scope: Record<string, unknown>): void {
  const value = compileExpression(expressionIn(source), declarations).evaluate(scope)
  expect(typeof value).not.toMatch(/bigint|symbol|function/)
  JSON.stringify(value)
}

test('any text', () => {
  const token = fc.constantFrom(
    ...'vars|.quantity|answer|.list|[0]|[|]|(|)|+|-|*|/|%|==|!=|<|>=|&&||||?|:|!|1|2.5|1u|0x1F|1e400|"x"|\'|"|"""|r"\\d"|b"\\xff"'.split(
      '|',
    ),
    ...'decimal(|size(|.map(n, n)|.filter(|.matches("a+")|{|}|in|true|null|has(|.all(|n|,|string(|int(|9223372036854775808|type('.split(
      '|',
    ),
    ...'timestamp("2026-03-02T00:00:00Z")|duration("1h")|cel.bind(x, 1, x)|\\|/*|//|\n|.?a|[?0]|rows|sku|.substring(|.split(",")|round('.split(
      '|',
    ),
  )
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join('')),
    fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join(' ')),
  )
  tryInputs(fc.tuple(text, scopes), 40_000, ([source, scope]) => evaluate(source, scope))
})

/** Expressions that the grammar of CEL allows, of whatever type. */
const expressions = fc.letrec<{ any: string; list: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom('vars.quantity', 'vars.sku', 'vars.flag', 'run.id', 'answer', 'rows', 'sku', 'units', 'n', 'm'),
    fc.constantFrom(
      '1',
      '-1',
      '2.5',
      '0',
      '"x"',
      "'12.50'",
      'true',
      'null',
      '9223372036854775807',
      '1u',
      'b"x"',
      'int',
    ),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||', 'in'),
        tie('any'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(fc.constantFrom('!', '-'), tie('any')).map(([operator, value]) => `${operator}(${value})`),
    fc
      .tuple(tie('any'), fc.constantFrom('.a', '["b"]', '[0]', '.email', '.__proto__', '.constructor', '.length'))
      .map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom(
          'size',
          'string',
          'int',
          'double',
          'decimal',
          'bool',
          'type',
          'dyn',
          'bytes',
          'timestamp',
          'duration',
          'uint',
        ),
        tie('any'),
      )
      .map(([call, value]) => `${call}(${value})`),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom(
          '.size()',
          '.trim()',
          '.lowerAscii()',
          '.contains("x")',
          '.matches("^a+$")',
          '.split("")',
          '.join()',
          '.substring(1)',
          '.indexOf("x")',
          '.getHours("Europe/Berlin")',
          '.json()',
        ),
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(
        tie('list'),
        fc.constantFrom('map', 'filter', 'all', 'exists', 'exists_one'),
        fc.constantFrom('n', 'm'),
        tie('any'),
      )
      .map(([list, loop, name, body]) => `${list}.${loop}(${name}, ${body})`),
    fc.tuple(tie('any'), tie('any')).map(([value, body]) => `cel.bind(n, ${value}, ${body})`),
    fc
      .tuple(tie('any'), fc.integer({ min: -1, max: 101 }))
      .map(([value, places]) => `round(decimal(${value}), ${places})`),
    tie('list'),
  ),
  list: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('rows', 'answer', '[1, 2, 3]'),
    fc.array(tie('any'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(tie('any'), tie('any')), { maxLength: 3 })
      .map((entries) => `{${entries.map((entry) => entry.join(': ')).join(', ')}}`),
  ),
})).any

test('whatever the grammar allows, on values of any type', () => {
  let evaluated = 0
  tryInputs(fc.tuple(expressions, scopes), 40_000, ([source, scope]) => {
    evaluate(source, scope)
    evaluated++
  })
  expect(evaluated).toBeGreaterThan(100)
})

test('texts with expressions in them', () => {
  const part = fc.oneof(
    fc.constantFrom('${{', '}}', '$${{', ' ', "'", '"', '}', '{'),
    fc.string({ maxLength: 5 }),
    expressions.map((one) => `\${{ ${one} }}`),
  )
  const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''))
  tryInputs(fc.tuple(text, scopes), 10_000, ([source, scope]) => {
    const value = compileTemplate(valueIn(`a: ${JSON.stringify(source)}`), declarations).render(scope)
    expect(value).not.toBeUndefined()
  })
})
