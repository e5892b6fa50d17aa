import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { appendText, byteSink } from '../../../src/core/rows/byte-sink.ts'
import { appendCanonical } from '../../../src/transform/identities/canonical.ts'
import { digestCode, keyEncoder } from '../../../src/transform/identities/identity-code.ts'
import { localeNamed, locales } from '../../../src/transform/personas/locales.ts'

function canonical(text: string): string | undefined {
  const input = byteSink(8)
  const output = byteSink(8)
  appendText(input, text)
  if (!appendCanonical(input.bytes, 0, input.length, output)) return undefined
  return new TextDecoder('utf-8', { fatal: true }).decode(output.bytes.subarray(0, output.length))
}

test.each([
  ['0000123', '123'],
  [' 123\t', '123'],
  ['000', '0'],
  ['C0001', 'c0001'],
  ['A.Vogt@Example.COM', 'a.vogt@example.com'],
  ['3F2504E0-4F89-11D3-9A0C-0305E82C3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['ÄÖÜ ŁŻŹĆ ЁЖ', 'äöü łżźć ёж'],
  ['客户 X', '客户 x'],
  [' \n', undefined],
])('the canonical form of %j is %j', (text, expected) => {
  expect(canonical(text)).toBe(expected)
})

test('case and white space never matter', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abzABZ019-_@.äÄßłŁžŽяЯё'), maxLength: 20 })
  fc.assert(
    fc.property(letters, (text) => {
      expect(canonical(` ${text}  `)).toBe(canonical(text))
      expect(canonical(canonical(text) ?? 'a')).toBe(canonical(text) ?? 'a')
      if (!/[ßё]/i.test(text)) expect(canonical(text.toUpperCase())).toBe(canonical(text.toLowerCase()))
    }),
  )
})

describe('codes', () => {
  const encode = keyEncoder(keyedFunction(new Uint8Array(32).fill(9)))
  const codeOf = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    const code = new Int32Array(3)
    encode(bytes, 0, bytes.length, code)
    return code
  }

  test('distinct keys have distinct codes', () => {
    const key = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'abyz0189-_./'), minLength: 1, maxLength: 14 }),
      fc.bigInt(0n, 10n ** 19n - 1n).map(String),
    )
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 60 }), (keys) => {
        expect(new Set(keys.map((text) => codeOf(canonical(text) ?? '').join())).size).toBe(
          new Set(keys.map((text) => canonical(text))).size,
        )
      }),
    )
  })

  test('numbers of 19 digits and codes of 12 characters are held exactly, longer ones as digests', () => {
    expect(codeOf('9999999999999999999')[2]).toBe(0)
    expect(codeOf('////////////')[2]).toBe(1)
    expect((codeOf('/////////////')[2] ?? 0) & 0xffff).toBe(digestCode)
    expect((codeOf('99999999999999999999')[2] ?? 0) & 0xffff).toBe(digestCode)
    expect((codeOf('a@b')[2] ?? 0) & 0xffff).toBe(digestCode)
  })
})

test.each([
  ['DE', 'de'],
  ['deu', 'de'],
  ['de-AT', 'de-AT'],
  ['de_AT.UTF-8', 'de-AT'],
  ['Österreich', 'de-AT'],
  ['pl-PL', 'pl'],
  ['RUS', 'ru'],
  ['Российская Федерация', 'ru'],
  ['United Kingdom', 'en-GB'],
  ['en-IE', 'en'],
  ['en', 'en'],
  ['USA', 'en'],
])('%s is the locale %s', (text, locale) => {
  expect(locales[localeNamed(text)]).toBe(locale)
})

test('other countries are no locale', () => {
  expect(['JP', 'x', '', 'kingdom', 'fr-FR'].map(localeNamed)).toEqual([-1, -1, -1, -1, -1])
})
