import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { weightedSum } from './check-digits.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { putByte, putDigits } from './put.ts'

const companyWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const firstWeights = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const secondWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/** INN of a company: region, tax office, five digits, a check digit (FNS, 29.06.2012 No. MMV-7-6/435). */
export function putCompanyInn(persona: Persona, out: ByteSink): void {
  const start = out.length
  putDigits(out, 1 + drawBelow(persona, draws.vat, 0, 79), 2)
  putDigits(out, 1 + drawBelow(persona, draws.vat, 1, 40), 2)
  putDigits(out, drawBelow(persona, draws.vat, 2, 1e5), 5)
  putByte(out, 0x30 + ((weightedSum(out, start, companyWeights) % 11) % 10))
}

/** INN of a person: region, tax office, six digits, two check digits. */
export function putPersonInn(persona: Persona, out: ByteSink): void {
  const start = out.length
  putDigits(out, 1 + drawBelow(persona, draws.tax, 0, 79), 2)
  putDigits(out, 1 + drawBelow(persona, draws.tax, 1, 40), 2)
  putDigits(out, drawBelow(persona, draws.tax, 2, 1e6), 6)
  putByte(out, 0x30 + ((weightedSum(out, start, firstWeights) % 11) % 10))
  putByte(out, 0x30 + ((weightedSum(out, start, secondWeights) % 11) % 10))
}

/** SNILS, as `123-456-789 01`: the nine digits weighted from nine to one, modulo 101. */
export function putSnils(persona: Persona, out: ByteSink): void {
  const number = 2e6 + drawBelow(persona, draws.national, 0, 997_000_000)
  let sum = 0
  for (let weight = 1, rest = number; weight <= 9; weight += 1) {
    const next = Math.floor(rest / 10)
    sum += (rest - next * 10) * weight
    rest = next
  }
  putDigits(out, Math.floor(number / 1e6), 3)
  putByte(out, 0x2d)
  putDigits(out, Math.floor(number / 1000) % 1000, 3)
  putByte(out, 0x2d)
  putDigits(out, number % 1000, 3)
  putByte(out, 0x20)
  putDigits(out, (sum % 101) % 100, 2)
}

/** OGRN: 1, year, region, seven digits, and the remainder modulo 11. */
export function putOgrn(persona: Persona, out: ByteSink): void {
  const number =
    1e11 +
    (2 + drawBelow(persona, draws.register, 0, 23)) * 1e9 +
    (1 + drawBelow(persona, draws.register, 1, 79)) * 1e7 +
    drawBelow(persona, draws.register, 2, 1e7)
  putDigits(out, number, 12)
  putByte(out, 0x30 + ((number % 11) % 10))
}
