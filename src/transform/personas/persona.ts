import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { type KeyedPermutation, keyedPermutation } from '../../core/keyed/permutation.ts'
import { pick } from './dictionary.ts'
import { type LocaleData, localeData } from './locale-data.ts'

/** What is drawn together, from one digest: each has 128 random bits of its own. */
export const draws = {
  name: 0,
  address: 1,
  birth: 2,
  contact: 3,
  bank: 4,
  tax: 5,
  vat: 6,
  national: 7,
  company: 8,
  register: 9,
  card: 10,
  plate: 11,
  network: 12,
} as const

const drawCount = Object.keys(draws).length

/** The persona of the row that is worked on; one object for all rows. What it is made of is drawn when it is asked for. */
export interface Persona {
  /** Of the identity; see identity-code.ts. */
  readonly code: Int32Array
  readonly words: Int32Array
  data: LocaleData
  locale: number
  /** Four words for each of `draws`, at four times its number. */
  readonly drawn: Int32Array
  /** A bit for each of `draws` that is there. */
  there: number
  /** A bit for each of `draws` that any row has asked for: they are drawn together. */
  wanted: number
  readonly drawAll: ReturnType<KeyedFunction['digestsOfWords']>
  readonly permutation: KeyedPermutation
}

/** `keyed` is derived for the policy's key; equal keys give equal personas. */
export function openPersona(keyed: KeyedFunction): Persona {
  const own = keyed.derive('persona')
  return {
    code: new Int32Array(3),
    words: new Int32Array(4),
    data: localeData(0),
    locale: 0,
    drawn: new Int32Array(4 * drawCount),
    there: 0,
    wanted: 0,
    drawAll: own.digestsOfWords(Object.keys(draws)),
    permutation: keyedPermutation(own.derive('suffix')),
  }
}

/** Makes it the persona of an identity. Nothing is drawn anew where it is already. */
export function setPersona(persona: Persona, words: Int32Array, code: Int32Array, locale: number): void {
  const own = persona.words
  if (
    own[0] === words[0] &&
    own[1] === words[1] &&
    own[2] === words[2] &&
    own[3] === words[3] &&
    persona.locale === locale
  )
    return
  for (let index = 0; index < 4; index += 1) own[index] = words[index] as number
  for (let index = 0; index < 3; index += 1) persona.code[index] = code[index] as number
  if (persona.locale !== locale) persona.data = localeData(locale)
  persona.locale = locale
  persona.there = 0
}

/** The first of four random words in `persona.drawn`. */
export function draw(persona: Persona, what: number): number {
  if ((persona.there & (1 << what)) === 0) drawMissing(persona, what)
  return 4 * what
}

function drawMissing(persona: Persona, what: number): void {
  persona.wanted |= 1 << what
  persona.drawAll(persona.words, persona.wanted & ~persona.there, persona.drawn)
  persona.there = persona.wanted
}

/** A number in `[0, count)`, `count` below 2^32, from one of the four words of a draw. */
export function drawBelow(persona: Persona, what: number, word: number, count: number): number {
  return pick(persona.drawn[draw(persona, what) + word] as number, count)
}

/** 0 for a woman, 1 for a man. */
export function sexOf(persona: Persona): 0 | 1 {
  return ((persona.drawn[draw(persona, draws.name)] as number) & 1) as 0 | 1
}

/** Days since 1970-01-01: someone of full age, born from 1945 to 2006. */
export function birthDayOf(persona: Persona): number {
  return firstBirth + drawBelow(persona, draws.birth, 0, lastBirth - firstBirth + 1)
}

const firstBirth = Date.UTC(1945, 0, 1) / 86_400_000
const lastBirth = Date.UTC(2006, 11, 31) / 86_400_000

/** `year × 10000 + month × 100 + day` of a day in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible date algorithms"). */
export function calendarDate(days: number): number {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const day = shifted - era * 146_097
  const year = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365)
  const ofYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const dayOfMonth = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return (year + era * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + dayOfMonth
}
