import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { italianControl, mod97, weightedSum } from './check-digits.ts'
import { byNumber } from './locales.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

interface Bank {
  bic: Uint8Array
  /** What an IBAN of the bank begins with, behind the check digits. */
  code: Uint8Array
  /** The code's remainder by `mod97`. */
  rest: number
}

/** What an IBAN begins with: the country's letters, and zeros until the check digits are known. */
interface Head {
  bytes: Uint8Array
  /** The remainder by `mod97`. */
  rest: number
}

interface Country {
  head: Head
  banks: readonly Bank[]
  /**
   * Appends the national account number: the bank's code, the account, and national check digits. Gives its remainder by
   * `mod97`.
   */
  account(persona: Persona, bank: Bank, out: ByteSink): number
}

const british: Country = {
  head: head('GB'),
  banks: banks('NWBKGB2L NWBK601613', 'LOYDGB2L LOYD309634', 'BARCGB22 BARC200000', 'HBUKGB4B HBUK404784'),
  account: (persona, { code }, out) => {
    const start = out.length
    putAll(out, code)
    putDigits(out, drawBelow(persona, draws.bank, 1, 1e8), 8)
    return mod97(out, start, out.length)
  },
}

const countries = byNumber<Country>({
  de: {
    head: head('DE'),
    banks: banks(
      'COBADEFFXXX 37040044',
      'INGDDEFFXXX 50010517',
      'PBNKDEFFXXX 10010010',
      'BYLADEM1001 12030000',
      'GENODEM1GLS 43060967',
      'SSKMDEMMXXX 70150000',
      'SOLADEST600 60050101',
      'DEUTDEBBXXX 10070000',
    ),
    account: (persona, { code, rest }, out) => {
      putAll(out, code)
      const more = putDrawn(persona, 1, 5, 1e5, rest, out)
      return putDrawn(persona, 2, 5, 1e5, more, out)
    },
  },
  'de-AT': {
    head: head('AT'),
    banks: banks('BKAUATWWXXX 12000', 'GIBAATWWXXX 20111', 'RLNWATWWXXX 32000', 'BAWAATWWXXX 14000'),
    account: (persona, { code, rest }, out) => {
      putAll(out, code)
      const more = putDrawn(persona, 1, 5, 1e5, rest, out)
      return putDrawn(persona, 2, 6, 1e6, more, out)
    },
  },
  pl: {
    head: head('PL'),
    banks: banks(
      'BPKOPLPWXXX 102',
      'INGBPLPWXXX 105',
      'WBKPPLPPXXX 109',
      'BREXPLPWXXX 114',
      'BIGBPLPWXXX 116',
      'PKOPPLPWXXX 124',
    ),
    account: putPolishAccount,
  },
  it: {
    head: head('IT'),
    banks: banks(
      'UNCRITMMXXX 0200801600',
      'BCITITMMXXX 0306909606',
      'BAPPIT21XXX 0503401633',
      'PASCITMMXXX 0103003200',
      'BNLIITRRXXX 0100503200',
    ),
    account: putItalianAccount,
  },
  ru: {
    head: head('RU'),
    banks: banks('SABRRUMMXXX 044525225', 'VTBRRUMMXXX 044525187', 'ALFARUMMXXX 044525593', 'GAZPRUMMXXX 044525823'),
    account: putRussianAccount,
  },
  'en-GB': british,
  en: british,
})

/** In characters; German accounts have 22, the shortest 20, Russian ones 33. */
export const longestIban = 33
export const longestBic = 11

export function putBic(persona: Persona, out: ByteSink): void {
  putAll(out, bankOf(persona, countries[persona.locale] as Country).bic)
}

/** An IBAN (ISO 13616, check digits of ISO 7064 MOD 97-10). */
export function putIban(persona: Persona, out: ByteSink): void {
  const country = countries[persona.locale] as Country
  const start = out.length
  putAll(out, country.head.bytes)
  const rest = country.account(persona, bankOf(persona, country), out)
  // The head counts behind the account, as six digits.
  const check = (98 - ((rest * 1_000_000 + country.head.rest) % 97)) | 0
  const tens = (check / 10) | 0
  out.bytes[start + 2] = 0x30 + tens
  out.bytes[start + 3] = 0x30 + check - tens * 10
}

/**
 * Appends digits of a draw, as many as make `count` different numbers, at most 7. Gives the remainder by `mod97` of what
 * stands there now, from that of what stood there before.
 */
function putDrawn(persona: Persona, word: number, digits: number, count: number, rest: number, out: ByteSink): number {
  const number = drawBelow(persona, draws.bank, word, count) | 0
  putDigits(out, number, digits)
  return ((rest * count + number) | 0) % 97
}

function bankOf(persona: Persona, { banks }: Country): Bank {
  return banks[drawBelow(persona, draws.bank, 0, banks.length)] as Bank
}

const settlementWeights = [3, 9, 7, 1, 3, 9, 7]

/** The bank's settlement number with its check digit (Polish NRB), and 16 digits. */
function putPolishAccount(persona: Persona, { code }: Bank, out: ByteSink): number {
  const start = out.length
  putAll(out, code)
  putDigits(out, drawBelow(persona, draws.bank, 3, 1e4), 4)
  putByte(out, 0x30 + ((10 - (weightedSum(out, start, settlementWeights) % 10)) % 10))
  putDigits(out, drawBelow(persona, draws.bank, 1, 1e8), 8)
  putDigits(out, drawBelow(persona, draws.bank, 2, 1e8), 8)
  return mod97(out, start, out.length)
}

/** The control letter (CIN), bank, branch, and 12 digits. */
function putItalianAccount(persona: Persona, { code }: Bank, out: ByteSink): number {
  const start = out.length
  putByte(out, 0x41)
  putAll(out, code)
  putDigits(out, drawBelow(persona, draws.bank, 1, 1e6), 6)
  putDigits(out, drawBelow(persona, draws.bank, 2, 1e6), 6)
  out.bytes[start] = italianControl(out, start + 1, out.length)
  return mod97(out, start, out.length)
}

const personalAccount = ascii('408178100')
const russianWeights = [7, 1, 3]

/** The bank's BIK, and a person's rouble account with its key digit (Bank of Russia, 08.09.1997 No. 515). */
function putRussianAccount(persona: Persona, { code }: Bank, out: ByteSink): number {
  const start = out.length
  putAll(out, code)
  putAll(out, personalAccount)
  putDigits(out, drawBelow(persona, draws.bank, 1, 1e5), 5)
  putDigits(out, drawBelow(persona, draws.bank, 2, 1e6), 6)
  let sum = 0
  for (let index = 0; index < 23; index += 1)
    sum += ((out.bytes[start + 6 + index] as number) - 0x30) * (russianWeights[index % 3] as number)
  out.bytes[start + 17] = 0x30 + ((sum * 3) % 10)
  return mod97(out, start, out.length)
}

function head(letters: string): Head {
  const bytes = ascii(`${letters}00`)
  return { bytes, rest: mod97({ bytes }, 0, bytes.length) }
}

function banks(...list: readonly string[]): Bank[] {
  return list.map((entry) => {
    const [bic = '', code = ''] = entry.split(' ')
    const bytes = ascii(code)
    return { bic: ascii(bic), code: bytes, rest: mod97({ bytes }, 0, bytes.length) }
  })
}
