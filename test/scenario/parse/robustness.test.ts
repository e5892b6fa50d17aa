import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import { lintScenario } from '../../../src/scenario/lint/lint-scenario.ts'
import { outline, parse } from './outline.ts'

const checkout = readFileSync(new URL('checkout.yaml', import.meta.url), 'utf8')

/** Whether the text is accepted. Whatever is thrown is a usage error with places inside of the text. */
function accepted(text: string): boolean {
  try {
    parse(text)
    return true
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    expect(thrown.kind).toBe('usage')
    const lines = text.split('\n')
    for (const { message, place } of thrown.problems) {
      expect(message).not.toBe('')
      if (place === undefined) continue
      expect(place.line).toBeLessThanOrEqual(lines.length)
      expect(place.column).toBeLessThanOrEqual((lines[place.line - 1]?.length ?? 0) + 1)
    }
    return false
  }
}

test('any text is read or refused, never worse', () => {
  const token = fc.constantFrom(
    'a: ',
    '- ',
    '\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '&a ',
    '*a',
    '<<: ',
    '!!str ',
    '? ',
    ': ',
    '#',
    '\t',
    '---',
    '%',
    'name',
    'steps',
    '\r\n',
    '\0',
    '\\',
    '${{',
    '}}',
    '~',
    '1',
    '.inf',
  ) // prettier-ignore
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(token, { maxLength: 40 }).map((all) => all.join('')),
      ),
      (text) => {
        accepted(text)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('a good file with a few changes is read or refused, never worse', () => {
  const position = fc.integer({ min: 0, max: checkout.length })
  const piece = fc.constantFrom(
    '',
    ' ',
    '\n',
    '\n  ',
    '${{',
    '}}',
    '"',
    "'",
    '{',
    ']',
    ':',
    '- ',
    '1',
    'x',
    'steps',
    'vars.',
    '.',
    '(',
    ')',
    '@',
    '$',
    '\t',
    'null',
    '__proto__',
    'constructor',
    '\\',
    '|',
    '*',
    'assert: ',
    'parallel:',
  ) // prettier-ignore
  const change = fc.tuple(position, fc.integer({ min: 0, max: 30 }), piece)
  let kept = 0
  let refused = 0
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let text = checkout
      for (const [at, removed, added] of changes) text = text.slice(0, at) + added + text.slice(at + removed)
      if (accepted(text)) kept++
      else refused++
      for (const problem of lintScenario({ file: 'x.yaml', text, outline }))
        expect(problem.code).toMatch(/^[a-z]+\.[a-z-]+$/)
    }),
    { numRuns: 250 },
  )
  expect(kept).toBeGreaterThan(0)
  expect(refused).toBeGreaterThan(0)
})

test('whatever stands at any place of a good file, it is read or refused', () => {
  const value = fc.constantFrom(
    '~',
    '1',
    '[]',
    '{}',
    '[1]',
    '{ a: 1 }',
    '""',
    '"${{ }}"',
    '"${{ vars }}"',
    '{ sql: 1 }',
    '[{ get: 1 }]',
    'true',
  )
  const keys = [...checkout.matchAll(/\b[a-zA-Z]+: /g)].map((found) => found.index + found[0].length)
  fc.assert(
    fc.property(fc.constantFrom(...keys), value, (at, replacement) => {
      const end = checkout.indexOf('\n', at)
      accepted(checkout.slice(0, at) + replacement + checkout.slice(end))
    }),
    { numRuns: 350 },
  )
})
