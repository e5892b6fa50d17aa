import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { valuesByGroup } from '../../../src/transform/forms/values-by-group.ts'
import { built, byText, byValue, checked, integer, rowOf, text } from './trial.ts'

type Rows = readonly (readonly [string, string])[]

async function shuffled(rows: Rows): Promise<(row: readonly [string, string]) => unknown> {
  const { transform } = await built({ shuffle: { within: ['country'] } }, text, {
    others: { country: text },
    scan({ columns, visit }) {
      expect(columns).toEqual(['own', 'country'])
      for (const row of rows) visit(rowOf(row))
    },
  })
  return ([value, country]) => {
    const result = byValue(transform, value, country)
    expect(byText(transform, value, country)).toBe(result)
    return result
  }
}

test('the values of a group change places: the same ones, none where it was, in whatever order rows come', async () => {
  const row = fc.tuple(fc.stringMatching(/^[a-e]{1,2}$/), fc.constantFrom('DE', 'PL', ''))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const [forwards, backwards] = await Promise.all([shuffled(rows), shuffled(rows.toReversed())])
      for (const country of new Set(rows.map(([, group]) => group))) {
        const values = [...new Set(rows.filter(([, group]) => group === country).map(([value]) => value))]
        const results = values.map((value) => forwards([value, country]))
        expect(values.map((value) => backwards([value, country]))).toEqual(results)
        if (values.length === 1) expect(results[0]).toMatch(/^[a-z2-7]{12}$/)
        else {
          expect(results.toSorted()).toEqual(values.toSorted())
          for (const [index, value] of values.entries()) expect(results[index]).not.toBe(value)
        }
      }
    }),
  )
})

test('a column with more values than are held keeps the same share of them, in whatever order rows come', () => {
  const keyed = keyedFunction(new Uint8Array(16))
  const rows = Array.from({ length: 3_000 }, (_, index) => rowOf([`value ${index % 1_500}`, `group ${index % 7}`]))
  const all = [rows, rows.toReversed()].map((list) => {
    const values = valuesByGroup(keyed, 'shop.customer.city', 100)
    for (const row of list) values.add(row.value(0), row, [1])
    return rows.map((row) => values.next(row.value(0), row, [1]))
  })
  expect(all[1]).toEqual(all[0])
  expect(new Set(all[0]).size).toBeLessThanOrEqual(100)
  expect(new Set(all[0]).size).toBeGreaterThan(40)
  expect(rows.filter((row, index) => row.value(0) === all[0]?.[index])).toEqual([])
})

test('groups that are too many end the job before it starts', () => {
  const values = valuesByGroup(keyedFunction(new Uint8Array(16)), 'shop.customer.city', 10)
  const add = (index: number): void => values.add(index % 2, rowOf([index % 2, String(index >> 1)]), [1])
  expect(() => Array.from({ length: 40 }, (_, index) => add(index))).toThrow(
    'the groups of shop.customer.city are too many',
  )
})

test('what does not fit is said before', async () => {
  expect(await checked({ shuffle: { within: ['nowhere', 'own'] } }, text)).toEqual(['a column cannot be its own group'])
  expect(await checked({ shuffle: { within: ['nowhere'] } }, text)).toEqual(['there is no column "nowhere" in partner'])
  expect(await checked({ each: 'shuffle' }, { kind: 'array', name: 'integer[]', element: integer })).toEqual([
    'each element: shuffle is for a whole column, not for a part of it',
  ])
})
