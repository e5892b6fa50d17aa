import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { longestForm, longestTrade } from './companies.ts'
import { pick, putEntry } from './dictionary.ts'
import { longestFirstName, longestLastName, longestPatronymic } from './names.ts'
import { birthDayOf, calendarDate, draw, drawBelow, draws, type Persona, sexOf } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

/** In characters. */
export const longestName = longestFirstName + longestLastName + longestPatronymic + 2
export const longestCompany = longestLastName + longestTrade + longestForm + 2
export const longestSalutation = 6

export function putFirstName(persona: Persona, out: ByteSink): void {
  const names = persona.data.names.first[sexOf(persona)]
  putEntry(names, pick(persona.drawn[draw(persona, draws.name) + 1] as number, names.count), out)
}

export function putLastName(persona: Persona, out: ByteSink): void {
  const names = persona.data.names.last[sexOf(persona)]
  putEntry(names, pick(persona.drawn[draw(persona, draws.name) + 2] as number, names.count), out)
}

/** Russian personas have one; others have none, which becomes NULL where the column takes it. */
export function putPatronymic(persona: Persona, out: ByteSink): void {
  const names = persona.data.names.patronymic?.[sexOf(persona)]
  if (names !== undefined) putEntry(names, drawBelow(persona, draws.name, 0, names.count), out)
}

/** First and last name; Russian names as in documents: last name, first name, patronymic. */
export function putName(persona: Persona, out: ByteSink): void {
  const isRussian = persona.data.names.patronymic !== undefined
  if (isRussian) putLastName(persona, out)
  else putFirstName(persona, out)
  putByte(out, 0x20)
  if (isRussian) putFirstName(persona, out)
  else putLastName(persona, out)
  if (!isRussian) return
  putByte(out, 0x20)
  putPatronymic(persona, out)
}

export function putSalutation(persona: Persona, out: ByteSink): void {
  putEntry(persona.data.salutations, sexOf(persona), out)
}

const sexes = ['female', 'male'].map(ascii)

/** `female` or `male`; one letter where there is no room. */
export function putSex(persona: Persona, out: ByteSink, most: number): void {
  const word = sexes[sexOf(persona)] as Uint8Array
  if (most < 6) putByte(out, word[0] as number)
  else putAll(out, word)
}

/** `1987-04-12` */
export function putBirthDate(persona: Persona, out: ByteSink): void {
  const date = calendarDate(birthDayOf(persona))
  putDigits(out, Math.floor(date / 10_000), 4)
  putByte(out, 0x2d)
  putDigits(out, Math.floor(date / 100) % 100, 2)
  putByte(out, 0x2d)
  putDigits(out, date % 100, 2)
}

const openingQuote = ascii('«')
const closingQuote = ascii('»')

/** A surname, a trade and a legal form; in Russian the form, and a made-up name in quotation marks. */
export function putCompany(persona: Persona, out: ByteSink): void {
  const { companyNames, trades, forms, names } = persona.data
  const form = drawBelow(persona, draws.company, 2, forms.count)
  if (companyNames !== undefined) {
    putEntry(forms, form, out)
    putByte(out, 0x20)
    putAll(out, openingQuote)
    putEntry(companyNames, drawBelow(persona, draws.company, 0, companyNames.count), out)
    putByte(out, 0x2d)
    putEntry(trades, drawBelow(persona, draws.company, 1, trades.count), out)
    putAll(out, closingQuote)
    return
  }
  putEntry(names.last[1], drawBelow(persona, draws.company, 0, names.last[1].count), out)
  putByte(out, 0x20)
  putEntry(trades, drawBelow(persona, draws.company, 1, trades.count), out)
  putByte(out, 0x20)
  putEntry(forms, form, out)
}
