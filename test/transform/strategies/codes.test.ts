import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import type { ColumnType } from '../../../src/core/rows/column-type.ts'
import type { WhenItem } from '../../../src/core/treatment/settings.ts'
import { keepsUnique } from '../../../src/transform/treatments.ts'
import { built, byText, byValue, checked, integer, text, varchar } from './trial.ts'

const label: ColumnType = { kind: 'text', name: 'mood', labels: ['calm', 'glad'] }

describe('mask', () => {
  test.each([
    [{ first: 2, last: 3 }, 'PL61109010140000', 'PL***********000'],
    [{ last: 2, with: '•', length: 3 }, 'geheim42', '•••42'],
    [{ first: 2, last: 2 }, 'kurz', '****'],
    [{ first: 1 }, 'Ż', '*'],
    [{ first: 1 }, 'Żółw', 'Ż***'],
  ])('%o of %s', async (settings, given, expected) => {
    expect(byText((await built({ mask: settings }, text)).transform, given)).toBe(expected)
  })

  test('a pattern draws digits and letters, keeps its own characters and escapes', async () => {
    const { transform } = await built({ mask: '==-##-?^\\#' }, text)
    const first = byText(transform, 'żaba')
    expect(first).toMatch(/^ża-\d\d-[a-z][A-Z]#$/)
    expect(byText(transform, 'żab!')).not.toBe(first)
    expect(byText(transform, 'ż')).toMatch(/^ż-\d\d-[a-z][A-Z]#$/)
  })

  test('a mask never is the value, and an empty value is invalid', async () => {
    const { transform } = await built({ mask: '#' }, text)
    fc.assert(fc.property(fc.integer({ min: 0, max: 9 }).map(String), (digit) => byText(transform, digit) !== digit))
    const ends = await built({ mask: { first: 1 } }, text, { onInvalid: 'null' })
    expect(byText(ends.transform, '')).toBeNull()
    expect(byText(ends.transform, '**')).toBeNull()
    expect(ends.invalid).toEqual(['it is empty', 'it looks like its mask'])
  })

  test('what does not fit is said before', async () => {
    expect(await checked({ mask: '######' }, varchar(5))).toEqual(['the pattern is longer than character varying(5)'])
    expect(await checked({ mask: '===' }, text)).toEqual(['the pattern hides nothing'])
    expect(await checked({ mask: { with: '**' } }, text)).toEqual(['`with` has to be one character'])
    expect(await checked({ mask: '##' }, label)).toEqual([
      'mood takes only some values, and a masked one is none of them',
    ])
  })
})

describe('token', () => {
  test('has its length, alphabet and prefix, and fits the column', async () => {
    const { transform } = await built({ token: { length: 20, alphabet: 'hex', prefix: 'T-' } }, varchar(22))
    expect(byText(transform, 'x')).toMatch(/^T-[0-9a-f]{20}$/)
    expect(byText((await built('token', varchar(6))).transform, '')).toMatch(/^[a-z2-7]{6}$/)
    const uuid: ColumnType = { kind: 'uuid', name: 'uuid' }
    expect(byValue((await built('token', uuid)).transform, '6f1e0e0c-0000-4000-8000-000000000000')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  test('is unique where it has enough bits only', () => {
    const token = { strategy: 'token', settings: {}, onInvalid: 'replace' } as const
    expect(keepsUnique(token, text)).toBe(true)
    expect(keepsUnique(token, varchar(10))).toBe(false)
    expect(keepsUnique({ ...token, settings: { alphabet: 'digits', length: 22 } }, text)).toBe(true)
  })

  test('every character of long tokens is drawn from the whole alphabet', async () => {
    const { transform } = await built({ token: { length: 100, alphabet: 'ab' } }, text)
    const tokens = Array.from({ length: 200 }, (_, index) => byText(transform, String(index)) ?? '')
    for (let at = 0; at < 100; at++)
      expect(Math.abs(tokens.filter((token) => token[at] === 'a').length - 100)).toBeLessThan(45)
    expect(new Set(tokens).size).toBe(200)
  })

  test('what does not fit is said before', async () => {
    expect(await checked({ token: { prefix: 'ABC' } }, varchar(3))).toEqual([
      'character varying(3) is too short for the prefix "ABC" and a token of this length',
    ])
    expect((await checked({ token: { alphabet: 'aa' } }, text))[0]).toMatch(/^the alphabet has to be one of base32/)
  })
})

describe('permute', () => {
  test('keeps the format, and what stands before it', async () => {
    const { transform } = await built({ permute: { keepFirst: 1 } }, text)
    expect(byText(transform, 'C20001-ab')).toMatch(/^C\d{5}-[a-z]{2}$/)
    expect(byText(transform, 'C')).toMatch(/^[a-z2-7]{12}$/)
  })

  test('permutes all small numbers and all numbers of few digits', async () => {
    const { transform } = await built('permute', integer)
    for (const [low, high] of [
      [-9, 9],
      [100, 999],
      [-99, -10],
    ] as const) {
      const results = new Set(Array.from({ length: high - low + 1 }, (_, index) => byValue(transform, low + index)))
      expect(results.size).toBe(high - low + 1)
    }
  })

  test('other scripts, and text without digits and letters, are invalid', async () => {
    const { transform, invalid } = await built('permute', text, { onInvalid: 'null' })
    expect([byText(transform, '株式会社'), byText(transform, '--'), byText(transform, '')]).toEqual([null, null, null])
    expect(invalid).toHaveLength(3)
  })
})

describe('values that cannot be handled', () => {
  test('are replaced by letters that are the same for the same value, and fit', async () => {
    const { transform } = await built('permute', varchar(5))
    expect(byText(transform, '株')).toMatch(/^[a-z2-7]{5}$/)
    expect(byText(transform, '株')).toBe(byText(transform, '株'))
    expect(byText(transform, '株')).not.toBe(byText(transform, '式'))
  })

  test('end the job where the policy says so, without saying what they are', async () => {
    const { transform } = await built('permute', text, { onInvalid: 'fail' })
    const thrown = catching(() => byText(transform, '株式会社'))
    expect(thrown).toBeInstanceOf(StandinError)
    expect(thrown).toMatchObject({ code: 'clone.invalid-value', kind: 'finding' })
    expect(String(thrown)).toContain('erp.partner.own')
    expect(JSON.stringify(thrown)).not.toContain('株')
  })

  test('cannot become NULL where there may be none', async () => {
    const items = JSON.parse('[{"else":{"permute":{},"onInvalid":"null"}}]') as WhenItem[]
    expect(await checked({ when: items }, text, { nullable: false })).toEqual([
      'else: `onInvalid: null` cannot be used, the column does not allow NULL',
    ])
  })
})

describe('constant and redact', () => {
  test('a constant fills NULL only where it is told to', async () => {
    expect((await built({ constant: 5 }, integer)).transform?.fillsNull).toBe(false)
    const { transform } = await built({ constant: { value: 5, fillNull: true } }, integer)
    expect(transform?.fillsNull).toBe(true)
    expect(byValue(transform, null)).toBe(5)
  })

  test('what the column cannot hold is said before', async () => {
    expect(await checked({ constant: 'x' }, integer)).toEqual(['the constant is not a value of integer'])
    expect(await checked({ constant: 2147483648 }, integer)).toEqual(['the constant is not a value of integer'])
    expect(await checked({ constant: 'sad' }, label)).toEqual(['the constant is not a value of mood'])
    expect(await checked({ constant: 'abcdef' }, varchar(5))).toHaveLength(1)
    expect(await checked('null', text, { nullable: false })).toEqual(['the column does not allow NULL'])
    expect(await checked({ redact: { with: '-' } }, integer)).toHaveLength(1)
  })

  test('redacted text is cut, and an enumeration keeps to its labels', async () => {
    expect(byText((await built('redact', varchar(4))).transform, 'Anna')).toBe('reda')
    expect(byText((await built({ redact: { with: 'xxxxxx' } }, varchar(4))).transform, 'Anna')).toBe('xxxx')
    expect(byText((await built('redact', label)).transform, 'glad')).toBe('calm')
  })
})

function catching(run: () => unknown): unknown {
  try {
    return run()
  } catch (thrown) {
    return thrown
  }
}
