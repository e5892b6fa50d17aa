import { expect, test } from 'vitest'
import { refuseDeepJson } from '../../../src/core/json-depth.ts'
import { toJson } from '../../../src/scenario/steps/to-json.ts'

const nested = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1)

test('values nested 500 levels deep are taken, and no deeper', () => {
  expect(JSON.stringify(toJson(nested(500)))).toBe(`${'['.repeat(500)}1${']'.repeat(500)}`)
  expect(() => toJson(nested(501))).toThrow('nested deeper than 500 levels')
  expect(() => toJson({ a: new Map([['b', nested(100_000)]]) })).toThrow('nested deeper than 500 levels')
})

test.each([
  ['brackets side by side', '[]'.repeat(1_000)],
  ['brackets in text', `["${'['.repeat(1_000)}"]`],
  ['brackets in text behind an escaped quotation mark', `["\\"${'{'.repeat(1_000)}"]`],
  ['text that ends in a backslash', `["\\\\", ${'['.repeat(400)}`],
  ['text that never ends', `["${'['.repeat(1_000)}`],
])('%s are not deep', (_, text) => {
  expect(() => refuseDeepJson(text)).not.toThrow()
})

test.each([
  ['lists', '['.repeat(501)],
  ['objects', '{"a":'.repeat(501)],
  ['lists behind text that ends in a backslash', `["\\\\",${'['.repeat(501)}`],
])('%s within each other are', (_, text) => {
  expect(() => refuseDeepJson(text)).toThrow('nested deeper than 500 levels')
})
