import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { weightedSum } from './check-digits.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

const vatWeights = [8, 7, 6, 5, 4, 3, 2]
const utrWeights = [6, 7, 8, 9, 10, 5, 4, 3, 2]
const utrChecks = ascii('21987654321')
const britain = ascii('GB')
const ninoPrefixes =
  'AB AE AH CE CH EB EH GE GH HA HE JA JE JH KA KE LA LE LH MA ME PA PE RA RE SA SE TA TE WA WE YA YE'
    .split(' ')
    .map(ascii)

/** VAT registration number: seven digits, two check digits modulo 97. */
export function putBritishVatId(persona: Persona, out: ByteSink): void {
  putAll(out, britain)
  const start = out.length
  putDigits(out, 1e6 + drawBelow(persona, draws.vat, 0, 9e6), 7)
  putDigits(out, 97 - (weightedSum(out, start, vatWeights) % 97), 2)
}

/** Unique Taxpayer Reference: a check digit, then nine digits. */
export function putUtr(persona: Persona, out: ByteSink): void {
  const start = out.length
  putByte(out, 0x30)
  putDigits(out, 1e8 + drawBelow(persona, draws.tax, 0, 9e8), 9)
  out.bytes[start] = utrChecks[weightedSum(out, start + 1, utrWeights) % 11] as number
}

/** National Insurance number. */
export function putNino(persona: Persona, out: ByteSink): void {
  putAll(out, ninoPrefixes[drawBelow(persona, draws.national, 0, ninoPrefixes.length)] as Uint8Array)
  putDigits(out, drawBelow(persona, draws.national, 1, 1e6), 6)
  putByte(out, 0x41 + drawBelow(persona, draws.national, 2, 4))
}

/** A number at Companies House; the form only. */
export function putCompanyNumber(persona: Persona, out: ByteSink): void {
  putDigits(out, 1e6 + drawBelow(persona, draws.register, 0, 1.4e7), 8)
}

const einPrefixes = [
  1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
  40, 41, 42, 43, 44, 45, 46, 47, 48,
]

/** Employer Identification Number, as `12-3456789`. */
export function putEin(persona: Persona, out: ByteSink): void {
  putDigits(out, einPrefixes[drawBelow(persona, draws.vat, 0, einPrefixes.length)] as number, 2)
  putByte(out, 0x2d)
  putDigits(out, drawBelow(persona, draws.vat, 1, 1e7), 7)
}

/** Individual Taxpayer Identification Number, as `912-70-1234`. */
export function putItin(persona: Persona, out: ByteSink): void {
  putParts(
    out,
    900 + drawBelow(persona, draws.tax, 0, 100),
    70 + drawBelow(persona, draws.tax, 1, 19),
    drawBelow(persona, draws.tax, 2, 1e4),
  )
}

/** Social Security Number, as `512-34-5678`. */
export function putSsn(persona: Persona, out: ByteSink): void {
  putParts(
    out,
    700 + drawBelow(persona, draws.national, 0, 200),
    1 + drawBelow(persona, draws.national, 1, 99),
    1 + drawBelow(persona, draws.national, 2, 9999),
  )
}

/** A state's file number of a company; the form only. */
export function putFileNumber(persona: Persona, out: ByteSink): void {
  putDigits(out, 1e6 + drawBelow(persona, draws.register, 0, 9e6), 7)
}

function putParts(out: ByteSink, area: number, group: number, serial: number): void {
  putDigits(out, area, 3)
  putByte(out, 0x2d)
  putDigits(out, group, 2)
  putByte(out, 0x2d)
  putDigits(out, serial, 4)
}
