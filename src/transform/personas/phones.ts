import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { byNumber } from './locales.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putDigits } from './put.ts'

/** Numbers in the form of E.164: a start, and that many digits behind it. */
interface Range {
  start: Uint8Array
  digits: number
  /** How many numbers these digits make. */
  count: number
}

interface Phones {
  landline: readonly Range[]
  mobile: readonly Range[]
}

/**
 * Germany: numbers for media productions (Bundesnetzagentur, Mitteilung 148/2021). Great Britain: numbers for drama use
 * (Ofcom). United States: 555-0100 to 555-0199 (NANPA). Austria, Poland, Italy and Russia have set none aside; their
 * numbers are valid, and may belong to somebody.
 */
const ranges = byNumber<Phones>({
  de: {
    landline: ['+493023125', '+496990009', '+494066969', '+492214710', '+498999998'].map((start) => range(start, 3)),
    mobile: ['+491713920', '+4917604069'].map((start) => range(`${start}0`, 2)),
  },
  'de-AT': {
    landline: [range('+431890', 4), range('+43316890', 4), range('+43732890', 4), range('+43662890', 4)],
    mobile: [range('+43664', 7), range('+43660', 7), range('+43676', 7), range('+43699', 8)],
  },
  pl: {
    landline: [range('+4822', 7), range('+4812', 7), range('+4861', 7), range('+4871', 7), range('+4858', 7)],
    mobile: [range('+48501', 6), range('+48601', 6), range('+48691', 6), range('+48781', 6), range('+48881', 6)],
  },
  it: {
    landline: [range('+3906', 8), range('+3902', 8), range('+39011', 7), range('+39081', 7), range('+39051', 6)],
    mobile: [range('+39320', 7), range('+39333', 7), range('+39340', 7), range('+39347', 7), range('+39380', 7)],
  },
  ru: {
    landline: [range('+7495', 7), range('+7812', 7), range('+7343', 7), range('+7383', 7)],
    mobile: [range('+7903', 7), range('+7916', 7), range('+7921', 7), range('+7926', 7), range('+7961', 7)],
  },
  'en-GB': {
    landline: ['113', '114', '116', '117', '118', '121', '131', '141', '151', '161']
      .map((area) => range(`+44${area}4960`, 3))
      .concat(range('+4420794600', 2), range('+441914980', 3)),
    mobile: [range('+447700900', 3)],
  },
  en: {
    landline: ['212', '312', '415', '202', '617', '206', '305', '404', '512', '720'].map((area) =>
      range(`+1${area}55501`, 2),
    ),
    mobile: ['646', '917', '310', '503', '602', '702', '713', '813', '919', '615'].map((area) =>
      range(`+1${area}55501`, 2),
    ),
  },
})

export const longestPhone = 14

export function putPhone(persona: Persona, out: ByteSink): void {
  putFrom((ranges[persona.locale] as Phones).landline, persona, 0, out)
}

export function putMobile(persona: Persona, out: ByteSink): void {
  putFrom((ranges[persona.locale] as Phones).mobile, persona, 2, out)
}

function putFrom(choices: readonly Range[], persona: Persona, word: number, out: ByteSink): void {
  const { start, digits, count } = choices[drawBelow(persona, draws.contact, word, choices.length)] as Range
  putAll(out, start)
  putDigits(out, drawBelow(persona, draws.contact, word + 1, count), digits)
}

function range(start: string, digits: number): Range {
  return { start: ascii(start), digits, count: 10 ** digits }
}
