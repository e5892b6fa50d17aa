import { expect, test } from 'vitest'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { localeVisitor, referenceVisitor } from '../../../src/transform/identities/fill-register.ts'
import { openIdentity } from '../../../src/transform/identities/open-identity.ts'
import { identityRegister } from '../../../src/transform/identities/register.ts'
import { locales } from '../../../src/transform/personas/locales.ts'
import { rowOf, testKey } from '../personas/rows.ts'

const keyed = keyedFunction(testKey)
const usual = { name: 'customer', keyed, locale: { default: 0 } }

function wordsOf(identity: ReturnType<typeof openIdentity>, ...fields: (string | null)[]): string | undefined {
  identity.begin(rowOf(...fields))
  return identity.present ? identity.words.join() : undefined
}

test('all spellings of a key are one identity, and other names or keys another', () => {
  const identity = openIdentity({ ...usual, field: 0 })
  const words = wordsOf(identity, '123')
  expect(wordsOf(identity, '0000123')).toBe(words)
  expect(wordsOf(identity, ' 123 ')).toBe(words)
  expect(wordsOf(identity, '124')).not.toBe(words)
  expect(wordsOf(openIdentity({ ...usual, name: 'employee', field: 0 }), '123')).not.toBe(words)
  expect(wordsOf(identity, null)).toBe(undefined)
  expect(wordsOf(identity, '  ')).toBe(undefined)
})

test('the locale comes from the row, from the register, or is the default', () => {
  const home = openIdentity({ ...usual, field: 0, locale: { default: 6, field: 1 } })
  const register = identityRegister({ codes: false })
  const visit = localeVisitor(register, home)
  for (const row of [rowOf('C1', 'PL'), rowOf('C2', 'Atlantis'), rowOf(null, 'DE'), rowOf('C3', null)]) visit(row)
  expect(register.size).toBe(3)
  const elsewhere = openIdentity({ ...usual, field: 0, locale: { default: 5, register } })
  const localeOf = (key: string) => {
    elsewhere.begin(rowOf(key))
    return locales[elsewhere.locale]
  }
  expect(['c1', 'C2', 'C3', 'C4'].map(localeOf)).toEqual(['pl', 'en', 'en', 'en-GB'])
})

test('references are followed, over several tables', () => {
  const direct = openIdentity({ ...usual, field: 0 })
  const customers = identityRegister({ codes: true })
  const visitCustomers = referenceVisitor(customers, openIdentity({ ...usual, field: 1, locale: { default: 3 } }), 0)
  visitCustomers(rowOf('7', '0000123'))
  visitCustomers(rowOf('8', null))
  const addresses = identityRegister({ codes: true })
  const visitAddresses = referenceVisitor(addresses, openIdentity({ ...usual, field: 1, through: customers }), 0)
  visitAddresses(rowOf('A-1', '7'))
  visitAddresses(rowOf('A-2', '8'))
  visitAddresses(rowOf('A-3', '9'))
  const notes = openIdentity({ ...usual, field: 0, through: addresses })
  expect(wordsOf(notes, 'a-1')).toBe(wordsOf(direct, '123'))
  expect(notes.locale).toBe(3)
  const strays = ['A-2', 'A-3', 'A-4'].map((key) => wordsOf(notes, key))
  expect(new Set([...strays, wordsOf(direct, '8'), wordsOf(direct, '9')]).size).toBe(5)
  expect(wordsOf(notes, 'A-4')).toBe(strays[2])
})

test('a register holds what was put into it, and no more', () => {
  const register = identityRegister({ codes: true })
  const words = new Int32Array(4)
  const code = new Int32Array(3)
  const digest = (number: number) => keyed.digestWords(number, 0, 0, 0, words)
  for (let number = 0; number < 50_000; number += 1) {
    digest(number)
    code[0] = number
    register.add(words[0] ?? 0, words[1] ?? 0, number % 7, code)
    register.add(words[0] ?? 0, words[1] ?? 0, 1, new Int32Array(3))
  }
  expect(register.size).toBe(50_000)
  let wrong = 0
  for (let number = 0; number < 60_000; number += 1) {
    digest(number)
    const place = register.find(words[0] ?? 0, words[1] ?? 0)
    if (place !== -1) register.copyCode(place, code)
    if (number < 50_000 ? code[0] !== number || register.localeAt(place) !== number % 7 : place !== -1) wrong += 1
  }
  expect(wrong).toBe(0)
})
