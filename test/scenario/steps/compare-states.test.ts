import { expect, test } from 'vitest'
import { changesText, firstOf } from '../../../src/scenario/steps/changes-text.ts'
import { compareStates } from '../../../src/scenario/steps/compare-states.ts'

const rules = { key: ['sku'], ignore: ['at'], tolerance: { price: '0.01' } }

test('rows are added, removed and changed by their key', () => {
  const before = [
    { sku: 'a', units: 5, price: '1.00', at: 1 },
    { sku: 'b', units: 1, price: '1.00', at: 1 },
    { sku: 'c', units: 1, price: '1.00', at: 1 },
  ]
  const after = [
    { sku: 'a', units: 3, price: '1.01', at: 2 },
    { sku: 'c', units: '1.0', price: '1.02', at: 1 },
    { sku: 'd', units: 9, price: null, at: 1 },
  ]
  const changes = compareStates(before, after, rules)
  expect(changes).toEqual({
    added: [after[2]],
    removed: [before[1]],
    changed: [
      { key: { sku: 'a' }, before: { units: 5 }, after: { units: 3 } },
      { key: { sku: 'c' }, before: { price: '1.00' }, after: { price: '1.02' } },
    ],
  })
  expect(changesText('shop.product', ['sku'], changes)).toEqual([
    'shop.product sku d: added (units 9, at 1)',
    'shop.product sku b: removed (units 1, price 1.00, at 1)',
    'shop.product sku a: units was 5, is 3',
    'shop.product sku c: price was 1.00, is 1.02',
  ])
})

test('rows of one key that are there several times are counted', () => {
  const row = { sku: 'a', units: 1 }
  expect(compareStates([row], [row, row], rules).added).toEqual([row])
  expect(compareStates([row, row], [row], rules).removed).toEqual([row])
})

test('a column that came or went is a change', () => {
  const { changed } = compareStates([{ sku: 'a' }], [{ sku: 'a', state: 'open' }], rules)
  expect(changed).toEqual([{ key: { sku: 'a' }, before: { state: null }, after: { state: 'open' } }])
})

test('personal values are masked, and only the first sentences are said', () => {
  const changes = compareStates([{ sku: 'a', email: 'x@example.com' }], [{ sku: 'a', email: 'y@example.com' }], rules)
  expect(changesText('t', ['sku'], changes)).toEqual(['t sku a: email was ***, is ***'])
  expect(firstOf(['1', '2', '3', '4', '5', '6', '7'])).toBe('1; 2; 3; 4; 5; and 2 more')
})
