import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPermutation } from '../../../src/core/keyed/format-permutation.ts'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { keyedPermutation } from '../../../src/core/keyed/permutation.ts'
import { appendText, byteSink } from '../../../src/core/rows/byte-sink.ts'

const keyed = keyedFunction(Uint8Array.from({ length: 32 }, (_, index) => index))
const { below, words64 } = keyedPermutation(keyed)
const { text: permuteText, integer } = formatPermutation(keyed)

function permuted(text: string): string | undefined {
  const input = byteSink(16)
  const output = byteSink(16)
  appendText(input, text)
  if (!permuteText(input.bytes, 0, input.length, output)) return undefined
  return new TextDecoder('utf-8', { fatal: true }).decode(output.bytes.subarray(0, output.length))
}

describe('numbers', () => {
  test.each([1, 2, 3, 7, 10, 26, 97, 1000, 4096, 30_011])('every number below %i is there once', (count) => {
    const results = new Set(Array.from({ length: count }, (_, value) => below(value, count)))
    expect(results.size).toBe(count)
    expect(Math.max(...results)).toBe(count - 1)
  })

  test('near 2^53, the result is a whole number below the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 27 }), fc.maxSafeInteger(), (less, seed) => {
        const count = 2 ** 53 - less
        const value = Math.abs(seed) % count
        const result = below(value, count)
        expect(Number.isSafeInteger(result) && result >= 0 && result < count).toBe(true)
        if (value > 0) expect(below(value - 1, count)).not.toBe(result)
      }),
    )
  })

  test('different counts, tweaks and keys have nothing in common', () => {
    const row = (permute: (value: number) => number) => Array.from({ length: 50 }, (_, value) => permute(value))
    const rows = [
      row((value) => below(value, 1000)),
      row((value) => below(value, 1001)),
      row((value) => below(value, 1000, 1)),
      row((value) => keyedPermutation(keyed.derive('other')).below(value, 1000)),
    ]
    for (const one of rows)
      for (const other of rows)
        if (one !== other) expect(one.filter((value, index) => value === other[index]).length).toBeLessThan(5)
  })

  test.each([1000, 1_000_003, 2 ** 32])('what was asked for at once changes nothing of numbers below %i', (count) => {
    const permutation = keyedPermutation(keyed)
    const row = () => Array.from({ length: 100 }, (_, value) => permutation.below(value * 7, count, 3))
    const first = row()
    for (let value = 0; value < 1.1 * Math.sqrt(count); value += 1) permutation.below(value, count, 3)
    expect(row()).toEqual(first)
  })

  test('what is remembered of domains changes nothing', () => {
    // More domains than are remembered, and domains that are too large to be.
    const counts = Array.from({ length: 150 }, (_, index) => Math.round(1.27 ** index * 10) % 2 ** 45)
    const values = (permute: (value: number, count: number, tweak: number) => number) =>
      counts.flatMap((count, tweak) => [0, 1, count - 1].map((value) => permute(value % count, count, tweak)))
    const first = values(below)
    expect(values(below)).toEqual(first)
    expect(values((value, count, tweak) => keyedPermutation(keyed).below(value, count, tweak))).toEqual(first)
  })

  test('64 bits: distinct words stay distinct', () => {
    const seen = new Set<string>()
    for (let value = 0; value < 20_000; value += 1) {
      const words = Int32Array.of(value, value % 3)
      words64(words)
      seen.add(words.join())
    }
    expect(seen.size).toBe(20_000)
  })
})

describe('texts', () => {
  const shape = (text: string) =>
    text
      .replace(/\d/g, '9')
      .replace(/[a-z]/g, 'a')
      .replace(/[A-Z]/g, 'A')
      .replace(/[а-я]/g, 'б')
      .replace(/[А-Я]/g, 'Б')
      .replace(/[ß-öø-ÿ]/g, 'ä')
      .replace(/[À-ÖØ-Þ]/g, 'Ä')
      .replace(/[\u0100-\u017f]/g, 'ł')

  const character = fc.constantFrom(...'0123456789abzABZ-_./ äöüÄÖÜßÿłŁąЖжЯяАа')

  test('keep their form', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 40 }), (text) => {
        const result = permuted(text)
        if (result === undefined) expect(text).not.toMatch(/[\p{L}\d]/u)
        else expect(shape(result)).toBe(shape(text))
      }),
    )
  })

  test.each(['00', 'a7', 'Cc', '-12', 'я1', '9Z'])('all texts in the form of %s: every one is there once', (form) => {
    const alphabets = [...form].map(
      (letter) =>
        [
          '0123456789',
          'abcdefghijklmnopqrstuvwxyz',
          'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
          'абвгдежзийклмнопрстуфхцчшщъыьэюя',
        ].find((alphabet) => alphabet.includes(letter)) ?? letter,
    )
    let texts = ['']
    for (const alphabet of alphabets) texts = texts.flatMap((text) => [...alphabet].map((letter) => text + letter))
    expect(new Set(texts.map(permuted))).toEqual(new Set(texts))
  })

  test('long texts stay distinct, and change as a whole', () => {
    const results = new Set<string | undefined>()
    for (let number = 0; number < 3_000; number += 1)
      results.add(permuted(`customer-${String(number).padStart(30, 'x')}-AB`))
    expect(results.size).toBe(3_000)
    const [one = '', other = ''] = [permuted(`${'a'.repeat(39)}b`), permuted('a'.repeat(40))]
    expect([...one].filter((letter, index) => letter === other[index]).length).toBeLessThan(10)
  })

  test('numbers are one number in all their forms', () => {
    const number = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -40_000, max: 40_000 }))
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 9 }), (value, zeros) => {
        const result = integer(value)
        expect(Number.isSafeInteger(result)).toBe(true)
        const sign = Object.is(result, -0) || value < 0 ? '-' : ''
        if (value !== 0) expect(permuted(String(value))).toBe(`${sign}${Math.abs(result)}`)
        const padded = `${value < 0 ? '-' : ''}${'0'.repeat(zeros)}${Math.abs(value)}`
        expect(Number(permuted(padded)) === result).toBe(true)
        expect(permuted(padded)).toHaveLength(padded.length)
      }),
      { numRuns: 1000 },
    )
  })

  test('all numbers of up to five digits: every one is there once', () => {
    const numbers = Array.from({ length: 199_999 }, (_, index) => index - 99_999)
    expect(new Set(numbers.map(integer)).size).toBe(numbers.length)
    expect(numbers.every((number) => String(integer(number)).length === String(number).length)).toBe(true)
  })

  test.each([
    ['smallint', 32_767n],
    ['integer', 2_147_483_647n],
    ['bigint', 9_223_372_036_854_775_807n],
  ])('numbers that fit into a %s still do', (_type, largest) => {
    fc.assert(
      fc.property(fc.bigInt(-largest - 1n, largest), (value) => {
        const result = BigInt(permuted(String(value)) ?? '')
        expect(result >= -largest - 1n && result <= largest).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('the case of letters does not matter to what they become', () => {
    expect(permuted('c20001-xY')?.toUpperCase()).toBe(permuted('C20001-XY'))
  })

  test.each(['', '---', '客户1', 'กขค'])('%j is left to the caller', (text) => {
    expect(permuted(text)).toBe(undefined)
  })
})
