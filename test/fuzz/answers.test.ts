import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../src/core/json.ts'
import { match } from '../../src/scenario/match/match.ts'
import { matchers } from '../../src/scenario/match/matchers.ts'
import { compileJsonPath } from '../../src/scenario/parse/json-path.ts'
import { json, tryInputs } from './inputs.ts'

const operand = fc.oneof(
  json,
  fc.constantFrom<unknown>('^a+$', '(', 'string', 'email', [1, 2], { value: 1, tolerance: 0.5 }, -1, 1n),
)

const expectation = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    json,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'email', '__proto__'), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    fc.dictionary(fc.constantFrom(...Object.keys(matchers)), fc.oneof(operand, tie('tree')), {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    }),
  ),
})).tree

test('any expectation of any answer', () => {
  const actual = fc.oneof(json, fc.constantFrom<unknown>(undefined, 1n, new Date(0), new Date(Number.NaN), Number.NaN))
  tryInputs(fc.tuple(expectation, actual), 40_000, ([expected, answer]) => {
    for (const { path, expected: wanted, actual: found } of match(expected, answer)) {
      expect(path.startsWith('$')).toBe(true)
      expect(wanted.length + found.length).toBeLessThan(1_000)
    }
  })
})

test('any answer equals itself', () => {
  tryInputs(json, 5_000, (answer) => expect(match({ equals: answer }, answer)).toEqual([]))
})

const place = { file: 'f.yaml', line: 1, column: 1 }

function select(path: string, answer: Json): void {
  const found = compileJsonPath({ kind: 'scalar', value: path, plain: false, place, placeAt: () => place })(answer)
  expect(Array.isArray(found)).toBe(true)
}

test('any JSONPath into any answer', () => {
  const token = fc.constantFrom(
    ...'.a|..|.*|[*]|[0]|[-1]|[1:]|[::-1]|["b"]|[?@.a]|[?@.a==1]|[?@.a<$.b]|[?match(@.a,"a.*")]|[?search(@,"[ab]")]|[?length(@)>1]'.split(
      '|',
    ),
    ...'[?count(@..*)>1]|[?value(@..a)==1]|[?!@.a&&(@.b||@)]|[|]|(|)|?|@|$|,|:|\'|"|\\u0061|==|&&| |\n|99999999999999999999|☺|__proto__'.split(
      '|',
    ),
  )
  const path = fc.oneof(
    fc.array(token, { maxLength: 6 }).map((tokens) => `$${tokens.join('')}`),
    fc.string({ maxLength: 20 }).map((text) => `$${text}`),
  )
  tryInputs(fc.tuple(path, json), 20_000, ([source, answer]) => select(source, answer as Json))
})
