import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { weightedSum } from './check-digits.ts'
import { birthDayOf, calendarDate, drawBelow, draws, type Persona, sexOf } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

const nipWeights = [6, 5, 7, 2, 3, 4, 5, 6, 7]
const peselWeights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]
const regonWeights = [8, 9, 2, 3, 4, 5, 6, 7]
const poland = ascii('PL')

/** PL and the NIP. */
export function putPolishVatId(persona: Persona, out: ByteSink): void {
  putAll(out, poland)
  putNip(persona, out)
}

/** NIP: nine digits, none of the first three 0, and a check digit. */
export function putNip(persona: Persona, out: ByteSink): void {
  const start = out.length
  for (let index = 0; index < 3; index += 1) putDigits(out, 1 + drawBelow(persona, draws.vat, index, 9), 1)
  let check = 10
  for (let serial = drawBelow(persona, draws.vat, 3, 999_990); check === 10; serial += 1) {
    out.length = start + 3
    putDigits(out, serial, 6)
    check = weightedSum(out, start, nipWeights) % 11
  }
  putByte(out, 0x30 + check)
}

/** PESEL: the persona's birth date, four digits of which the last is odd for men, and a check digit. */
export function putPesel(persona: Persona, out: ByteSink): void {
  const start = out.length
  const date = calendarDate(birthDayOf(persona))
  putDigits(out, Math.floor(date / 10_000) % 100, 2)
  putDigits(out, (Math.floor(date / 100) % 100) + (date >= 20_000_000 ? 20 : 0), 2)
  putDigits(out, date % 100, 2)
  putDigits(out, drawBelow(persona, draws.national, 0, 1000), 3)
  putDigits(out, 2 * drawBelow(persona, draws.national, 1, 5) + sexOf(persona), 1)
  putByte(out, 0x30 + ((10 - (weightedSum(out, start, peselWeights) % 10)) % 10))
}

/** REGON of nine digits. */
export function putRegon(persona: Persona, out: ByteSink): void {
  const start = out.length
  putDigits(out, 1e7 + drawBelow(persona, draws.register, 0, 8e7), 8)
  putByte(out, 0x30 + ((weightedSum(out, start, regonWeights) % 11) % 10))
}
