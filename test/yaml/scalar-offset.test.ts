import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import { childOf, type YamlScalar } from '../../src/yaml/yaml-document.ts'

/** The character of the file at the place where the value's character is said to be. */
function characterAt(text: string, index: number): string {
  const scalar = childOf(readYaml('f', text).root, 'a') as YamlScalar
  const { line, column } = scalar.placeAt(index)
  return text.split('\n')[line - 1]?.[column - 1] ?? ''
}

function readValue(text: string): string {
  return String((childOf(readYaml('f', text).root, 'a') as YamlScalar).value)
}

test.each([
  ['plain', 'a: one two @ three'],
  ['plain over several lines', 'a: one\n  two\n\n  three @ four'],
  ['single quotes', "a: 'it''s ''quoted'' @ here'"],
  ['single quotes over several lines', "a: 'it''s\n\n  two @'"],
  ['double quotes', 'a: "tab \\t quote \\" unicode \\u00e9\\x41 @ here"'],
  ['double quotes with an astral character', 'a: "\\U0001F600 @"'],
  ['double quotes over several lines', 'a: "one\n  two \\\n  three\n\n\n  four @"'],
  ['a literal block', 'a: |\n  one\n    two\n\n  three @\n'],
  ['a literal block with an indentation indicator', 'a: |2-\n  one\n\n  two @ three\n'],
  ['a folded block', 'a: >-\n  one\n  two\n\n  three @ four\n'],
  ['a folded block with deeper lines', 'a: >\n  one\n    two @\n  three\n'],
])('the place of a character in %s', (_, text) => {
  expect(characterAt(text, readValue(text).indexOf('@'))).toBe('@')
})

test.each([
  ['plain', 'a: one', { line: 1, column: 7 }],
  ['double quotes', 'a: "one"', { line: 1, column: 8 }],
  ['a literal block', 'a: |\n  one\n  two\n', { line: 3, column: 6 }],
  ['a folded block', 'a: >\n  one\n  two\n\n', { line: 3, column: 6 }],
])('the end of %s is behind its last character', (_, text, place) => {
  const scalar = childOf(readYaml('f', text).root, 'a') as YamlScalar
  expect(scalar.placeAt(readValue(text).length)).toMatchObject(place)
})

test('every visible character of a quoted text is found where it is', () => {
  const part = fc.constantFrom('a', 'b', 'é', "''", 'x y', '\n  ', '\n\n  ', ':', '{')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = `a: 'k${parts.join('')}k'`
      const value = readValue(text)
      for (let index = 0; index < value.length; index++)
        if (/\S/.test(value[index] ?? '')) expect(characterAt(text, index)).toBe(value[index])
    }),
    { numRuns: 300 },
  )
})
