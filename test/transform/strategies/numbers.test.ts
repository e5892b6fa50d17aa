import fc from 'fast-check'
import { expect, test } from 'vitest'
import { built, byValue, checked, decimal, integer, text } from './trial.ts'

test('noise stays within its reach, keeps sign and scale, and is never the number', async () => {
  const { transform } = await built({ noise: { relative: 0.1 } }, decimal)
  fc.assert(
    fc.property(
      fc.integer({ min: -99_999_999, max: 99_999_999 }).filter((units) => units !== 0),
      (units) => {
        const given = asDecimal(units)
        const result = String(byValue(transform, given))
        expect(result).toMatch(/^-?\d+\.\d\d$/)
        expect(result).not.toBe(given)
        expect(Math.sign(Number(result))).toBe(Math.sign(units))
        expect(Math.abs(Math.round(Number(result) * 100) - units)).toBeLessThanOrEqual(
          Math.max(1, Math.abs(units) * 0.1 + 1),
        )
      },
    ),
  )
})

test('decimals are exact beyond what a double holds', async () => {
  const { transform } = await built({ noise: { absolute: '0.05' } }, { kind: 'decimal', name: 'numeric' })
  const result = String(byValue(transform, '12345678901234567890.12'))
  expect(result).toMatch(/^12345678901234567890\.(0[7-9]|1[0134567])$/)
})

test('a number that is nothing stays nothing under relative noise, and becomes something under absolute', async () => {
  expect(byValue((await built({ noise: { relative: 0.5 } }, integer)).transform, 0)).toBe(0)
  expect(byValue((await built({ noise: { absolute: 5 } }, integer)).transform, 0)).toBeGreaterThan(0)
  expect(byValue((await built({ noise: { relative: 0.5 } }, decimal)).transform, 'NaN')).toBe('NaN')
})

test('noise goes both ways, about as often', async () => {
  const { transform } = await built({ noise: { relative: 0.2 } }, integer)
  const up = Array.from({ length: 2_000 }, (_, index) => index + 1_000).filter((n) => Number(byValue(transform, n)) > n)
  expect(Math.abs(up.length - 1_000)).toBeLessThan(150)
})

test('noise does not leave the range of the column', async () => {
  const { transform } = await built({ noise: { relative: 0.9 } }, integer)
  for (const edge of [2147483647, -2147483648, 2147483600]) {
    expect(Math.abs(Number(byValue(transform, edge)))).toBeLessThanOrEqual(2147483648)
    expect(byValue(transform, edge)).not.toBe(edge)
  }
})

test('what does not fit is said before', async () => {
  expect(await checked({ noise: {} }, integer)).toEqual(['noise needs one of relative and absolute'])
  expect(await checked({ noise: { relative: 0 } }, integer)).toEqual(['the largest change has to be more than 0'])
  expect(await checked({ noise: { absolute: 0.5 } }, integer)).toHaveLength(1)
  expect(await checked({ noise: { relative: 0.1 } }, text)).toHaveLength(1)
})

function asDecimal(units: number): string {
  const digits = String(Math.abs(units)).padStart(3, '0')
  return `${units < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
