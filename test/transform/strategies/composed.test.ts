import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnType } from '../../../src/core/rows/column-type.ts'
import type { WhenItem } from '../../../src/core/treatment/settings.ts'
import { built, byText, byValue, checked, integer, text, varchar } from './trial.ts'

const jsonb: ColumnType = { kind: 'json', name: 'jsonb' }

describe('json', () => {
  test('text with JSON: paths, arrays and dynamic keys; numbers keep their text', async () => {
    const { transform } = await built(
      {
        json: {
          'person.name': { constant: 'N.' },
          'tags[]': { mask: { first: 1 } },
          'by.*.mail': 'redact',
          'by.special.mail': 'keep',
          amount: 'keep',
        },
      },
      text,
    )
    const given =
      '{"person":{"name":"Anna"},"tags":["abc","de"],"by":{"x":{"mail":"a@b.de"},"special":{"mail":"ok"}},"amount":10.50}'
    const expected =
      '{"person":{"name":"N."},"tags":["a**","d*"],"by":{"x":{"mail":"redacted"},"special":{"mail":"ok"}},"amount":10.50}'
    expect(byText(transform, given)).toBe(expected)
    expect(byValue(transform, given)).toBe(expected)
  })

  test.each(['1.0', '-0', '1e400', '12345678901234567890', '0.1', '[1.50,{"a":2E3}]'])(
    '%s is kept exactly',
    async (given) => {
      const { transform } = await built({ json: { '*': 'keep', '[]': 'keep', a: 'keep' } }, jsonb)
      expect(byText(transform, `{"a":${given}}`)).toBe(`{"a":${given}}`)
    },
  )

  test('a path that nothing covers is not let through, whatever it holds', async () => {
    const { transform, invalid } = await built({ json: { a: 'keep' } }, jsonb)
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, key) => {
        fc.pre(key !== 'a')
        const result = JSON.stringify(
          byValue(transform, JSON.parse(JSON.stringify({ a: 1, [key]: value, last: 'Secret' }))),
        )
        expect(result).not.toContain('Secret')
      }),
    )
    expect(new Set(invalid)).toEqual(new Set(['no path of the rule covers a part of it']))
  })

  test('a rule on a container holds for all below it where that makes sense, and the longer path wins', async () => {
    const rules = {
      keep: 'keep',
      'keep.not': 'redact',
      null: 'null',
      redact: 'redact',
      scrub: { scrub: 'text' },
      mask: { mask: '##' },
    } as const
    const { transform, invalid } = await built({ json: rules }, jsonb)
    const inner = { deep: ['a@b.de', 5], not: 'x' }
    const result = byValue(transform, { keep: inner, null: inner, redact: inner, scrub: inner, mask: inner })
    expect(result).toEqual({
      keep: { deep: ['a@b.de', 5], not: 'redacted' },
      null: null,
      redact: {},
      scrub: { deep: ['[email]', 5], not: 'x' },
      mask: {},
    })
    expect(invalid).toEqual(['mask does not fit what holds other values'])
  })

  test('treatments of numbers and truth values, and of what they do not fit', async () => {
    const rules = { price: { noise: { relative: 0.1 } }, big: 'permute', flag: 'redact', code: { mask: '##' } } as const
    const { transform, invalid } = await built({ json: rules }, text)
    const result = String(byText(transform, '{"price":100.00,"big":12345678901234567890,"flag":true,"code":77}'))
    expect(result).toMatch(/^\{"price":\d{2,3}\.\d\d,"big":\d{20},"flag":false,"code":0\}$/)
    expect(result).not.toContain('12345678901234567890')
    expect(invalid).toEqual(['mask does not fit a JSON number'])
  })

  test.each(['', '{', 'Anna', '{"a":1}x', '{"a":NaN}'])('what is not JSON is replaced wholly: %s', async (given) => {
    const { transform, invalid } = await built({ json: { a: 'keep' } }, text)
    expect(byText(transform, given)).toMatch(/^[a-z2-7]{12}$/)
    expect(invalid).toEqual(['it is not JSON'])
  })

  test('what is kept and cannot be written again is replaced wholly', async () => {
    const { transform } = await built({ json: { '[]': 'keep' } }, text)
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(byText(transform, deep)).toMatch(/^[a-z2-7]{12}$/)
  })

  test('odd keys do no harm', async () => {
    const { transform } = await built({ json: { '*': 'keep' } }, text)
    const given = '{"__proto__":{"x":1},"constructor":2,"":3}'
    expect(byText(transform, given)).toBe(given)
  })

  test('what is nested deeper than any document is cut off', async () => {
    const { transform, invalid } = await built({ json: { '*': { scrub: 'text' } } }, text)
    const deep = `${'{"a":'.repeat(5_000)}"Anna"${'}'.repeat(5_000)}`
    expect(String(byText(transform, deep)).length).toBeLessThan(2_000)
    expect(invalid).toEqual(['it is nested too deeply'])
  })

  test('what does not fit is said before', async () => {
    expect(await checked({ json: {} }, jsonb)).toEqual(['json names no path'])
    expect(await checked({ json: { 'a..b': 'keep' } }, jsonb)).toHaveLength(1)
    expect(await checked({ json: { a: { each: 'keep' } } }, jsonb)).toHaveLength(1)
    expect(await checked({ json: { a: { mask: '===' } } }, jsonb)).toEqual(['path "a": the pattern hides nothing'])
  })
})

describe('template', () => {
  const trial = { others: { city: text, number: integer } }

  test('puts parts, columns and braces together, and cuts what is too long', async () => {
    const { transform } = await built(
      {
        template: {
          text: '{{{place}}}/{number}-{token}',
          parts: {
            place: { column: 'city', as: 'keep' },
            number: { column: 'number', as: { noise: { absolute: 3 } } },
          },
        },
      },
      varchar(20),
      trial,
    )
    const result = byText(transform, 'secret', 'Köln', 100)
    expect([...String(result)].length).toBeLessThanOrEqual(20)
    expect(result).toMatch(/^\{Köln\}\/\d+-[a-z2-7]+$/)
    expect(byValue(transform, 'secret', 'Köln', 100)).toBe(result)
    expect(byText(transform, 'secret', null, null)).toMatch(/^\{\}\/-/)
  })

  test('what does not fit is said before', async () => {
    expect(await checked({ template: 'a {b' }, text)).toHaveLength(1)
    expect(await checked({ template: '{city}' }, text, trial)).toEqual([
      'part "city": it is not the name of a strategy, and is none of `parts`',
    ])
    const parts = { a: { column: 'nowhere', as: 'keep' }, b: { as: 'keep' } } as const
    expect(await checked({ template: { text: '{a}', parts } }, text, trial)).toEqual([
      'the part "b" is not used',
      'part "a": there is no column "nowhere" in the table',
    ])
  })
})

describe('when', () => {
  const others = {
    country: text,
    amount: { kind: 'decimal', name: 'numeric' } as const,
    active: { kind: 'boolean', name: 'boolean' } as const,
  }
  const items = JSON.parse(`[
    { "column": "country", "in": ["DE", "AT"], "then": { "constant": "german" } },
    { "column": "amount", "equals": 5, "then": { "constant": "five" } },
    { "column": "active", "equals": true, "then": { "constant": "active" } },
    { "column": "country", "isNull": true, "then": "keep" },
    { "column": "country", "matches": "^P", "isNull": false, "then": "null" },
    { "else": "redact" }
  ]`) as WhenItem[]

  test.each([
    [['AT', '1', false], 'german'],
    [['DE ', '5.00', false], 'five'],
    [['X', null, true], 'active'],
    [[null, null, null], 'own'],
    [['PL', null, null], null],
    [['deutsch', null, null], 'redacted'],
  ])('%o gives %s', async (row, expected) => {
    const { transform } = await built({ when: items }, text, { others })
    expect(byValue(transform, 'own', ...row)).toBe(expected)
    expect(byText(transform, 'own', ...row)).toBe(expected)
  })

  test('what does not fit is said before', async () => {
    const check = async (branches: string): Promise<readonly string[]> =>
      await checked({ when: JSON.parse(branches) as WhenItem[] }, text, { others })
    expect(await check('[{"column":"country","equals":"DE","then":"keep"}]')).toEqual([
      '`when` needs an `else` at its end: what no branch fits would be let through',
    ])
    expect(await check('[{"else":"keep"},{"column":"nowhere","equals":"DE","then":"keep"}]')).toEqual([
      'branch 2: there is no column "nowhere" in the table',
      '`else` has to be the last item',
    ])
    expect(await check('[{"column":"country","matches":"(a+)+","then":"keep"},{"else":"keep"}]')).toEqual([
      'branch 1: the pattern repeats a group that repeats something itself',
    ])
    expect(
      await check('[{"column":"amount","equals":"five","then":"keep"},{"else":{"noise":{"relative":0.1}}}]'),
    ).toHaveLength(2)
  })
})

describe('each, fields and function', () => {
  const array: ColumnType = { kind: 'array', name: 'text[]', element: text }
  const place: ColumnType = {
    kind: 'composite',
    name: 'place',
    fields: [
      { name: 'zip', type: text },
      { name: 'city', type: text },
    ],
  }

  test('arrays of any depth; NULL stays', async () => {
    const { transform } = await built({ each: { mask: { first: 1 } } }, array)
    expect(
      byValue(transform, [
        ['ab', null],
        ['cd', 'ef'],
      ]),
    ).toEqual([
      ['a*', null],
      ['c*', 'e*'],
    ])
    expect((await built({ each: 'keep' }, array)).transform).toBeUndefined()
    expect(await checked({ each: { noise: { relative: 0.1 } } }, array)).toEqual([
      'each element: noise cannot be used on text, only on integer, float, decimal',
    ])
  })

  test('fields by name and by *', async () => {
    const { transform } = await built({ fields: { zip: { generalize: { prefix: 2 } }, '*': 'keep' } }, place)
    expect(byValue(transform, { zip: '10115', city: null })).toEqual({ zip: '10', city: null })
    expect(await checked({ fields: { zip: 'keep', citty: 'keep' } }, place)).toEqual([
      'place has no field "citty"; did you mean "city"?',
      'no rule covers the field "city"',
    ])
  })

  test('a function`s results are held against the column; what it throws is not passed on', async () => {
    const functions = new Map<string, (value: unknown) => unknown>([
      ['./m.js#double', (value) => Number(value) * 2],
      [
        './m.js#fail',
        (value) => {
          throw new Error(`cannot do ${value}`)
        },
      ],
      ['./m.js#later', async () => 5],
    ])
    expect(byValue((await built({ function: './m.js#double' }, integer, { functions })).transform, 21)).toBe(42)
    for (const name of ['./m.js#fail', './m.js#later']) {
      const { transform, invalid } = await built({ function: name }, integer, { functions })
      expect(byValue(transform, 21)).toBe(0)
      expect(invalid).toEqual([`${name} threw, or gave what the column cannot hold`])
    }
    const promise = await built({ function: './m.js#later' }, jsonb, { functions })
    expect(byValue(promise.transform, {})).toEqual({})
    expect(promise.invalid).toHaveLength(1)
    const wide = await built({ function: './m.js#double' }, integer, { functions })
    expect(byValue(wide.transform, 2147483647)).toBe(0)
    expect(await checked({ function: './m.js#dubble' }, integer, { functions })).toEqual([
      'there is no function "./m.js#dubble"; did you mean "./m.js#double"?',
    ])
  })
})
