import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsOf } from '../../../src/transform/scrub/normalize.ts'

const places = (text: string): string[] => wordsOf(text).map(({ start, end }) => `${start}-${end}`)

test('words are letters, also around an apostrophe', () => {
  expect(places("O'Neill's 2nd_order, John-Paul 'x' y'")).toEqual([
    '0-9',
    '11-13',
    '14-19',
    '21-25',
    '26-30',
    '32-33',
    '35-36',
  ])
})

test('a text of ASCII has the words that it has among other letters', () => {
  const text = fc.string({ unit: fc.constantFrom(...`abzAZ019 .,-_'@[\`{\n`), maxLength: 40 })
  fc.assert(
    fc.property(text, (ascii) => {
      expect(places(`${ascii} é`)).toEqual([...places(ascii), `${ascii.length + 1}-${ascii.length + 2}`])
    }),
  )
})
