import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import { compileExpression } from '../../../src/scenario/expression/compile-expression.ts'
import { wholeText } from '../../../src/scenario/expression/expression-text.ts'
import type { YamlScalar } from '../../../src/yaml/yaml-document.ts'
import { problemsOf } from '../../yaml/problems-of.ts'
import { declare, expressionIn, valueIn } from './compiled.ts'

const declarations = declare({
  vars: { quantity: 'double', sku: 'string', express: 'bool' },
  shop: { url: 'string' },
  steps: { order: 'dyn' },
  answer: 'dyn',
  stock: 'dyn',
})

const scope = {
  vars: { quantity: 2, sku: '100-0042', express: true },
  shop: { url: 'http://127.0.0.1:1' },
  steps: { order: { status: 200 } },
  answer: { price: '12.50', tenth: 0.1, list: [1, 2, 3], date: new Date(0), none: null, nested: { a: 1 } },
  stock: { onHand: 5, reserved: 3 },
}

const evaluate = (source: string) => compileExpression(expressionIn(source), declarations).evaluate(scope)
const problemsIn = (source: string, wanted?: 'truth') =>
  problemsOf(() => compileExpression(expressionIn(source), declarations, wanted))
const failure = (source: string) => problemsOf(() => evaluate(source))

test.each<[string, unknown]>([
  ['vars.quantity * 2', 4],
  ['2 * vars.quantity', 4],
  ['vars.quantity >= 1', true],
  ['vars.quantity == 2', true],
  ['2 == vars.quantity', true],
  ['2 != vars.quantity', false],
  ['vars.quantity in [1, 2]', true],
  ['2 in [1.0, 2.0]', true],
  ['answer.list[0] in [1, 2]', true],
  ['7 in answer.list', false],
  ['vars.quantity / 4', 0.5],
  ['vars.quantity % 2', 0],
  ['stock.onHand - stock.reserved >= 0', true],
  ['stock.onHand - 1', 4],
  ['size(answer.list) + vars.quantity', 5],
  ['answer.list.map(n, n * 2)', [2, 4, 6]],
  ['answer.list.all(n, n > 0) && vars.express', true],
  ['answer.list == [1, 2, 3]', true],
  ['[1, 2.5, "x"]', [1, 2.5, 'x']],
  ['steps["order"].status == 200', true],
  ['vars', { quantity: 2, sku: '100-0042', express: true }],
  ['{"a": [1]}', { a: [1] }],
  ['answer.none == null', true],
  ['answer.date', '1970-01-01T00:00:00.000Z'],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', '9007199254740993'],
  ['5u', 5],
  ['"100-0042".matches("^[0-9]{3}-[0-9]+$")', true],
])('%s', (source, value) => {
  expect(evaluate(source)).toEqual(value)
})

test.each<[string, unknown]>([
  ['decimal(answer.price) * vars.quantity == decimal("25.00")', true],
  ['string(decimal(answer.price) * 2)', '25.00'],
  ['decimal(answer.price) + 1', '13.50'],
  ['1 - decimal("0.9")', '0.1'],
  ['decimal(answer.tenth) + decimal(0.2) == decimal("0.3")', true],
  ['0.1 + 0.2 == 0.3', false],
  ['decimal(answer.price) == 12.5', true],
  ['12.5 == decimal(answer.price)', true],
  ['decimal(answer.price) != 12', true],
  ['decimal(answer.price) > 12 && decimal(answer.price) <= answer.price_or_more', undefined],
  ['-decimal("1.0") < 0', true],
  ['round(decimal("1.005"), 2)', '1.00'],
  ['[decimal("1")] == [decimal("1.0")]', true],
  ['double(decimal("1.5"))', 1.5],
])('money: %s', (source, value) => {
  if (value === undefined) expect(failure(source)).toHaveLength(1)
  else expect(evaluate(source)).toEqual(value)
})

test.each([
  ['stok.onHand', 'expression.unknown-name 1:5 unknown name "stok"; did you mean "stock"?'],
  ['1 + stok', 'expression.unknown-name 1:9 unknown name "stok"; did you mean "stock"?'],
  ['vars.quantty > 1', 'expression.unknown-field 1:10 "vars" has no "quantty"; did you mean "quantity"?'],
  ["steps['ordr'] == 1", 'expression.unknown-field 1:11 "steps" has no "ordr"; did you mean "order"?'],
  ['shop.port', 'expression.unknown-field 1:10 "shop" has no "port"; expected one of: url'],
  ['sise(answer)', 'expression.unknown-function 1:5 unknown function "sise"; did you mean "size"?'],
  ['vars.sku + 1', 'expression.type 1:5 not a valid expression: these do not go together: text + whole number'],
  ['size(1)', 'expression.type 1:5 "size" cannot be used like this: size(whole number)'],
  ['1 +', 'expression.syntax 1:8 not a valid expression: it ends too early'],
  ['vars.sku = 1', 'expression.syntax 1:14 not a valid expression: Unexpected character: ='],
  ['  ', 'expression.syntax 1:7 expected an expression, found nothing'],
])('%s is refused', (source, problem) => {
  expect(problemsIn(source)).toEqual([problem])
})

test('a truth is not a text', () => {
  expect(problemsIn('vars.sku', 'truth')).toEqual([
    'expression.type 1:5 expected an expression that is true or false, this one is text',
  ])
  expect(problemsIn('answer.anything', 'truth')).toEqual([])
})

test('a name that exists elsewhere is explained', () => {
  const explanations = new Map([
    ['cart', 'it comes later'],
    ['steps.late', 'it comes later'],
  ])
  const problem = (source: string) =>
    problemsOf(() => compileExpression(expressionIn(source), { ...declarations, explanations }))
  expect(problem('cart')).toEqual(['expression.unknown-name 1:5 "cart" cannot be read here: it comes later'])
  expect(problem('steps.late')).toEqual(['expression.unknown-field 1:11 "late" cannot be read here: it comes later'])
})

test('the place is right in blocks and over escapes', () => {
  const at = (text: string) => problemsOf(() => compileExpression(wholeText(valueIn(text) as YamlScalar), declarations))
  expect(at('a: |\n  vars.quantity > 0 &&\n    stok > 1\n')).toEqual([
    'expression.unknown-name 3:5 unknown name "stok"; did you mean "stock"?',
  ])
  expect(at('a: "\\"x\\" == \\"y\\" || stok"')).toEqual([
    'expression.unknown-name 1:23 unknown name "stok"; did you mean "stock"?',
  ])
  expect(at("a: '''x'' == stok'")).toEqual(['expression.unknown-name 1:14 unknown name "stok"; did you mean "stock"?'])
})

test('the braces of a template may be written around an expression', () => {
  const at = (text: string) => compileExpression(wholeText(valueIn(text) as YamlScalar), declarations).evaluate(scope)
  expect(at('a: ${{ vars.quantity == 2 }}')).toBe(true)
})

test.each([
  ['answer.missing.deeper', 'expression.failed 1:12 the expression has no value: "missing" is missing'],
  ['answer[answer.price]', 'expression.failed 1:5 the expression has no value: a key is missing'],
  ['answer.list[7]', 'expression.failed 1:5 the expression has no value: the list is shorter than the index'],
  [
    'answer.none + 1',
    'expression.failed 1:5 the expression has no value: these do not go together: null + whole number',
  ],
  ['1 / 0', 'expression.failed 1:5 the expression has no value: division by zero'],
  ['1.0 / 0.0', 'expression.failed 1:5 the expression has no value: it could not be evaluated'],
  ['int(answer.price)', 'expression.failed 1:5 the expression has no value: a value cannot be converted'],
  [
    'decimal("twelve")',
    'expression.failed 1:5 the expression has no value: decimal() wants a decimal number such as "12.50"',
  ],
])('%s has no value, and the message tells no values', (source, problem) => {
  expect(failure(source)).toEqual([problem])
})

test('a name that is declared and not there yet is told', () => {
  const expression = compileExpression(expressionIn('answer.list'), declarations)
  expect(problemsOf(() => expression.evaluate({}))).toEqual([
    'expression.failed 1:5 the expression has no value: "answer" is not there yet',
  ])
})

test('patterns that are none are refused before they run', () => {
  expect(problemsIn('vars.sku.matches("(")')).toEqual([
    'expression.pattern 1:22 the pattern of matches() is not a regular expression',
  ])
  expect(problemsIn('vars.sku.matches(vars.sku)')).toEqual([
    'expression.pattern 1:22 the pattern of matches() is not written out as text',
  ])
  expect(problemsIn("answer.list.exists(x, x.matches('\\\\p{L}'))")).toEqual([
    'expression.pattern 1:37 the pattern of matches() holds \\p{…} or \\u{…}',
  ])
})

test('what belongs to JavaScript cannot be reached', () => {
  for (const source of ['answer.constructor', 'answer.__proto__', 'stock.toString', 'answer.list.length'])
    expect(failure(source), source).toHaveLength(1)
})

test('the size of an expression is bounded', () => {
  expect(problemsIn(`1${' + 1'.repeat(1_000)}`)[0]).toMatch(/^expression\.too-long/)
  expect(problemsIn(`${'('.repeat(900)}1${')'.repeat(900)}`)).toHaveLength(1)
  expect(problemsIn(`${'!'.repeat(1_999)}true`)).toHaveLength(1)
  expect(problemsIn('-'.repeat(1_999))).toHaveLength(1)
})

test('nothing but a StandinError is ever thrown', () => {
  const token = fc.constantFrom(
    'vars',
    '.quantity',
    'answer',
    '.list',
    '[0]',
    '[',
    ']',
    '(',
    ')',
    '+',
    '-',
    '==',
    '<',
    '&&',
    '||',
    '?',
    ':',
    '!',
    '1',
    '2.5',
    '"x"',
    "'",
    '"',
    'decimal(',
    'size(',
    '.map(n, n)',
    '.matches("a+")',
    '{',
    '}',
    'in',
    'true',
    'null',
    'has(',
    '.all(',
    'n',
    ',',
    'string(',
    '9223372036854775808',
    'timestamp("x")',
    'b"\\xff"',
    '\\',
  ) // prettier-ignore
  const source = fc.oneof(
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(' ')),
    fc.string({ maxLength: 40 }),
  )
  let evaluated = 0
  fc.assert(
    fc.property(source, (text) => {
      try {
        evaluate(text)
        evaluated++
      } catch (thrown) {
        if (!(thrown instanceof StandinError)) throw thrown
        expect(thrown.problems[0].message.length).toBeLessThan(400)
      }
    }),
    { numRuns: 4_000 },
  )
  expect(evaluated).toBeGreaterThan(10)
})
