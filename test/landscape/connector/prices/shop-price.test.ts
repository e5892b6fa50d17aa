import { expect, test } from 'vitest'
import { discountedExactly } from '../../../../src/landscape/connector/prices/discounted.ts'
import { shopPrice } from '../../../../src/landscape/connector/prices/shop-price.ts'
import { validityInDays } from '../../../../src/landscape/connector/prices/validity.ts'
import { discountedInFloats } from '../../../../src/landscape/defects/float-rounding.ts'
import { validityIgnored } from '../../../../src/landscape/defects/ignores-validity.ts'

const modules = { discounted: discountedExactly, validityOf: validityInDays }

const condition = {
  CardCode: '0004711',
  ItemCode: 'HY-000001',
  QuantityFrom: 12,
  ValidFrom: '2026-01-01',
  ValidTo: '2026-06-30',
  Price: '3.80',
  DiscountPercent: '7.50',
  Currency: 'EUR',
}

test('a condition holds from the beginning of its first day to the end of its last one', () => {
  expect(shopPrice(condition, modules)).toEqual({
    productNumber: 'HY-000001',
    customerNumber: '4711',
    currency: 'EUR',
    quantityStart: 12,
    price: '3.52',
    validFrom: '2026-01-01T00:00:00Z',
    validTo: '2026-07-01T00:00:00Z',
  })
  expect(shopPrice({ ...condition, ValidTo: null }, modules)).toMatchObject({ validTo: null })
  expect(shopPrice({ ...condition, ValidTo: '2027-12-31' }, modules)).toMatchObject({ validTo: '2028-01-01T00:00:00Z' })
  expect(shopPrice(condition, { ...modules, validityOf: validityIgnored })).toMatchObject({
    validFrom: null,
    validTo: null,
  })
})

test('what is deleted has its key only', () => {
  expect(shopPrice({ ...condition, Deleted: true }, modules)).toEqual({
    productNumber: 'HY-000001',
    customerNumber: '4711',
    currency: 'EUR',
    quantityStart: 12,
    validFrom: '2026-01-01T00:00:00Z',
    deleted: true,
  })
})

test('amounts that are numbers, as pages of the service layer have them, become decimal texts', () => {
  const numbers = { ...condition, Price: 8.9, DiscountPercent: 0 }
  expect(shopPrice(numbers, modules)).toMatchObject({ price: '8.90' })
})

test('half a cent is rounded up, whatever the amount; in floating point it sometimes is not', () => {
  expect(discountedExactly('1.00', '0.50')).toBe('1.00')
  expect(discountedExactly('3.80', '7.50')).toBe('3.52')
  expect(discountedExactly('999999999999.99', '50.00')).toBe('500000000000.00')
  expect(discountedExactly('5.00', '100.00')).toBe('0.00')
  expect(discountedExactly('5.00', '0.00')).toBe('5.00')
  const prices = Array.from({ length: 500 }, (_, index) => `${index}.20`)
  const different = prices.filter((price) => discountedExactly(price, '7.50') !== discountedInFloats(price, '7.50'))
  expect(different.length).toBeGreaterThan(5)
})
