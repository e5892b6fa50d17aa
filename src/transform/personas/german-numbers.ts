import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { luhn, mod11and10, weightedSum } from './check-digits.ts'
import { birthDayOf, calendarDate, drawBelow, draws, type Persona } from './persona.ts'
import { ascii, digitAt, putAll, putByte, putDigits } from './put.ts'

/** Umsatzsteuer-Identifikationsnummer: eight digits and ISO 7064 MOD 11,10. */
export function putGermanVatId(persona: Persona, out: ByteSink): void {
  putAll(out, germany)
  const start = out.length
  putDigits(out, 1e7 + drawBelow(persona, draws.vat, 0, 9e7), 8)
  putByte(out, 0x30 + mod11and10(out, start, out.length))
}

/**
 * Steuernummer in the uniform federal form, of a tax office in Berlin. Its check digit is left to chance; one of the first
 * ten digits is there two or three times, which some validators ask for as of tax ids.
 */
export function putGermanTaxNumber(persona: Persona, out: ByteSink): void {
  const start = out.length
  let number = drawBelow(persona, draws.tax, 1, 80_000_000)
  do {
    out.length = start
    putAll(out, berlin)
    putDigits(out, 13 + drawBelow(persona, draws.tax, 0, 24), 2)
    putDigits(out, 10_000_000 + number, 9)
    number += 1009
  } while (!repeatsDigit(out, start))
}

function repeatsDigit(out: ByteSink, start: number): boolean {
  for (let digit = 0; digit < 10; digit += 1) {
    let times = 0
    for (let at = start; at < start + 10; at += 1) if (digitAt(out, at) === digit) times += 1
    if (times === 2 || times === 3) return true
  }
  return false
}

const digits = new Uint8Array(10)

/**
 * Steuerliche Identifikationsnummer: of the first ten digits one is there twice and one is not, the first is not 0; the
 * eleventh is ISO 7064 MOD 11,10 (§ 139b AO).
 */
export function putGermanTaxId(persona: Persona, out: ByteSink): void {
  let order = drawBelow(persona, draws.national, 0, 3_628_800)
  for (let index = 0; index < 10; index += 1) digits[index] = index
  for (let index = 9; index > 0; index -= 1) {
    const rest = Math.floor(order / (index + 1))
    swap(index, order - rest * (index + 1))
    order = rest
  }
  const twice = drawBelow(persona, draws.national, 1, 10)
  const missing = (twice + 1 + drawBelow(persona, draws.national, 2, 9)) % 10
  digits[missing] = digits[twice] as number
  for (let index = 1; digits[0] === 0; index += 1) swap(0, index)
  const start = out.length
  for (let index = 0; index < 10; index += 1) putByte(out, 0x30 + (digits[index] as number))
  putByte(out, 0x30 + mod11and10(out, start, out.length))
}

/** A number in the commercial register; the form only. */
export function putGermanRegisterNumber(persona: Persona, out: ByteSink): void {
  putAll(out, commercialRegister)
  putDigits(out, 10_000 + drawBelow(persona, draws.register, 0, 90_000), 5)
}

/** Umsatzsteuer-Identifikationsnummer: seven digits and a check digit (BMF, BGBl. II 1993). */
export function putAustrianVatId(persona: Persona, out: ByteSink): void {
  putAll(out, austria)
  const start = out.length
  putDigits(out, 1e6 + drawBelow(persona, draws.vat, 0, 9e6), 7)
  let sum = 4
  for (let index = 0; index < 7; index += 1) {
    const digit = digitAt(out, start + index) * (1 + (index & 1))
    sum += digit > 9 ? digit - 9 : digit
  }
  putByte(out, 0x30 + ((10 - (sum % 10)) % 10))
}

const taxOffices = [
  3, 4, 6, 7, 8, 9, 10, 12, 22, 23, 29, 38, 41, 46, 51, 52, 53, 54, 57, 59, 61, 65, 67, 68, 69, 71, 81, 82, 83, 84, 90,
  91, 93, 97, 98,
]

/** Abgabenkontonummer: tax office, six digits, Luhn. */
export function putAustrianTaxNumber(persona: Persona, out: ByteSink): void {
  const start = out.length
  putDigits(out, taxOffices[drawBelow(persona, draws.tax, 0, taxOffices.length)] as number, 2)
  putDigits(out, drawBelow(persona, draws.tax, 1, 1e6), 6)
  putByte(out, 0x30 + luhn(out, start, out.length))
}

const insuranceWeights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]

/** Sozialversicherungsnummer: three digits, a check digit, and the persona's birth date. */
export function putAustrianInsuranceNumber(persona: Persona, out: ByteSink): void {
  const start = out.length
  const date = calendarDate(birthDayOf(persona))
  let serial = 100 + drawBelow(persona, draws.national, 0, 899)
  for (;;) {
    out.length = start
    putDigits(out, serial, 3)
    putByte(out, 0x30)
    putDigits(out, date % 100, 2)
    putDigits(out, Math.floor(date / 100) % 100, 2)
    putDigits(out, Math.floor(date / 10_000) % 100, 2)
    const check = weightedSum(out, start, insuranceWeights) % 11
    out.bytes[start + 3] = 0x30 + check
    if (check < 10) return
    serial += 1
  }
}

/** Firmenbuchnummer; the form only. */
export function putAustrianRegisterNumber(persona: Persona, out: ByteSink): void {
  putAll(out, companyRegister)
  putDigits(out, 100_000 + drawBelow(persona, draws.register, 0, 900_000), 6)
  putByte(out, registerLetters[drawBelow(persona, draws.register, 1, registerLetters.length)] as number)
}

function swap(a: number, b: number): void {
  const digit = digits[a] as number
  digits[a] = digits[b] as number
  digits[b] = digit
}

const germany = ascii('DE')
const austria = ascii('ATU')
const berlin = ascii('11')
const commercialRegister = ascii('HRB ')
const companyRegister = ascii('FN ')
const registerLetters = ascii('abdfghikmpstvwxyz')
