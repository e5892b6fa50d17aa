import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { italianControl, luhn } from './check-digits.ts'
import { type Dictionary, pick } from './dictionary.ts'
import { birthDayOf, calendarDate, draw, drawBelow, draws, type Persona, sexOf } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

/** Cadastral codes of cities, by D.P.R. 650/1972: Roma, Milano, Napoli, Torino, Palermo, Genova, Bologna, Firenze, Bari, … */
const cadastralCodes =
  'H501 F205 F839 L219 G273 D969 A944 D612 A662 C351 L736 L781 F158 G224 L424 B157 L049 G999 G337 H224 F257 H223 G478 E625 H199 B354 D643 H294 H703 D548 I452 E472 F704 I754 G482 A794 L378 L840 L117 A952 F952 G535 A271 A285 A390 L483 C573 E506 G479 D704'
    .split(' ')
    .map(ascii)
const months = ascii('ABCDEHLMPRST')
const italy = ascii('IT')
const chambers = ['MI-', 'RM-', 'TO-', 'NA-', 'BO-', 'FI-', 'GE-', 'VR-'].map(ascii)

/** IT and the partita IVA. */
export function putItalianVatId(persona: Persona, out: ByteSink): void {
  putAll(out, italy)
  putPartitaIva(persona, out)
}

/** Partita IVA: seven digits, a province from 001 to 100, Luhn. */
export function putPartitaIva(persona: Persona, out: ByteSink): void {
  const start = out.length
  putDigits(out, 1 + drawBelow(persona, draws.vat, 0, 9_999_999), 7)
  putDigits(out, 1 + drawBelow(persona, draws.vat, 1, 100), 3)
  putByte(out, 0x30 + luhn(out, start, out.length))
}

/** Codice fiscale (D.M. 23/12/1976): the persona's names, birth date and sex, a place of birth, and a control letter. */
export function putCodiceFiscale(persona: Persona, out: ByteSink): void {
  const start = out.length
  const { firstLatin, lastLatin } = persona.data.names
  const sex = sexOf(persona)
  const at = draw(persona, draws.name)
  putThree(lastLatin[sex], pick(persona.drawn[at + 2] as number, lastLatin[sex].count), false, out)
  putThree(firstLatin[sex], pick(persona.drawn[at + 1] as number, firstLatin[sex].count), true, out)
  const date = calendarDate(birthDayOf(persona))
  putDigits(out, Math.floor(date / 10_000) % 100, 2)
  putByte(out, months[(Math.floor(date / 100) % 100) - 1] as number)
  putDigits(out, (date % 100) + (sex === 0 ? 40 : 0), 2)
  putAll(out, cadastralCodes[drawBelow(persona, draws.national, 0, cadastralCodes.length)] as Uint8Array)
  putByte(out, italianControl(out, start, out.length))
}

/** A number of the Repertorio Economico Amministrativo; the form only. */
export function putRea(persona: Persona, out: ByteSink): void {
  putAll(out, chambers[drawBelow(persona, draws.register, 0, chambers.length)] as Uint8Array)
  putDigits(out, 1_000_000 + drawBelow(persona, draws.register, 1, 1_000_000), 7)
}

/** Three consonants of a name, then its vowels, then X; of a first name with four consonants or more, not the second. */
function putThree(names: Dictionary, index: number, isFirstName: boolean, out: ByteSink): void {
  const { bytes, starts } = names
  const start = starts[index] as number
  const end = starts[index + 1] as number
  let consonants = 0
  for (let at = start; at < end; at += 1) if (!isVowel(bytes[at] as number)) consonants += 1
  const skipped = isFirstName && consonants > 3 ? 2 : 0
  const whole = out.length + 3
  let seen = 0
  for (let at = start; at < end && out.length < whole; at += 1) {
    if (isVowel(bytes[at] as number)) continue
    seen += 1
    if (seen !== skipped) putByte(out, (bytes[at] as number) - 0x20)
  }
  for (let at = start; at < end && out.length < whole; at += 1)
    if (isVowel(bytes[at] as number)) putByte(out, (bytes[at] as number) - 0x20)
  while (out.length < whole) putByte(out, 0x58)
}

function isVowel(byte: number): boolean {
  return byte === 0x61 || byte === 0x65 || byte === 0x69 || byte === 0x6f || byte === 0x75
}
