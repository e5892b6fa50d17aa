import { isValidBIC, isValidIBAN } from 'ibantools'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { stdnum } from 'stdnum'
import validator from 'validator'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadLocales } from '../../../src/transform/personas/locale-data.ts'
import { type Locale, locales } from '../../../src/transform/personas/locales.ts'
import { personasOf, type Reader } from './rows.ts'

beforeAll(loadLocales)

const count = 1_000

/** The first few that do not hold, of thousands. */
function failures(locale: Locale, read: (persona: Reader) => string, holds: (text: string) => boolean): string[] {
  const wrong: string[] = []
  for (const persona of personasOf(locale, count)) {
    const text = read(persona)
    if (!holds(text) && wrong.length < 5) wrong.push(text)
  }
  return wrong
}

type Check = { validate(text: string): { isValid: boolean } }

function stdnumOf(country: string, kind: string): (text: string) => boolean {
  const check = (stdnum as unknown as Record<string, Record<string, Check>>)[country]?.[kind]
  if (check === undefined) throw new Error(`stdnum has no ${country} ${kind}`)
  return (text) => check.validate(text).isValid
}

/** What other programs say: locale, attribute, country and kind of number. */
test.each([
  ['de', 'vatId', 'DE', 'vat'],
  ['de', 'taxNumber', 'DE', 'stnr'],
  ['de', 'nationalId', 'DE', 'idnr'],
  ['de-AT', 'vatId', 'AT', 'uid'],
  ['de-AT', 'taxNumber', 'AT', 'tin'],
  ['de-AT', 'nationalId', 'AT', 'vnr'],
  ['pl', 'vatId', 'PL', 'nip'],
  ['pl', 'taxNumber', 'PL', 'nip'],
  ['pl', 'nationalId', 'PL', 'pesel'],
  ['pl', 'registerNumber', 'PL', 'regon'],
  ['it', 'vatId', 'IT', 'iva'],
  ['it', 'taxNumber', 'IT', 'iva'],
  ['it', 'nationalId', 'IT', 'codicefiscale'],
  ['ru', 'vatId', 'RU', 'inn'],
  ['ru', 'taxNumber', 'RU', 'inn'],
  ['en-GB', 'vatId', 'GB', 'vat'],
  ['en-GB', 'taxNumber', 'GB', 'utr'],
  ['en-GB', 'nationalId', 'GB', 'nino'],
  ['en', 'vatId', 'US', 'ein'],
  ['en', 'nationalId', 'US', 'ssn'],
] as const)('%s: %s is valid as %s %s', (locale, attribute, country, kind) => {
  expect(failures(locale, (read) => read(attribute), stdnumOf(country, kind))).toEqual([])
})

test('SNILS, OGRN and ITIN keep to their rules', () => {
  const snils = (text: string) => {
    const digits = text.replace(/\D/g, '')
    const sum = [...digits.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0)
    return /^\d{3}-\d{3}-\d{3} \d\d$/.test(text) && Number(digits.slice(9)) === (sum % 101) % 100
  }
  const ogrn = (text: string) =>
    /^1\d{12}$/.test(text) && Number(BigInt(text.slice(0, 12)) % 11n) % 10 === Number(text[12])
  expect(failures('ru', (read) => read('nationalId'), snils)).toEqual([])
  expect(failures('ru', (read) => read('registerNumber'), ogrn)).toEqual([])
  expect(
    failures(
      'en',
      (read) => read('taxNumber'),
      (text) => /^9\d\d-(7\d|8[0-8])-\d{4}$/.test(text),
    ),
  ).toEqual([])
})

describe.each(locales)('%s', (locale) => {
  test('bank accounts are valid, and the bank is the one of the BIC', () => {
    expect(failures(locale, (read) => read('iban'), locale === 'ru' ? isRussianIban : isValidIBAN)).toEqual([])
    expect(failures(locale, (read) => read('bic'), isValidBIC)).toEqual([])
    const codes = new Map<string, string>()
    for (const read of personasOf(locale, count)) {
      const iban = read('iban')
      const bank =
        locale === 'it'
          ? iban.slice(5, 10)
          : locale === 'pl'
            ? iban.slice(4, 7)
            : iban.slice(4, locale === 'ru' ? 13 : 9)
      expect(codes.get(bank) ?? read('bic')).toBe(read('bic'))
      codes.set(bank, read('bic'))
    }
    expect(codes.size).toBeGreaterThan(3)
  })

  test('phone numbers are valid, and of the right kind', () => {
    const kindOf = (text: string) => {
      const number = parsePhoneNumberFromString(text)
      return number?.isValid() === true ? (number.getType() ?? '') : ''
    }
    const landlines = locale === 'en' ? ['FIXED_LINE_OR_MOBILE'] : ['FIXED_LINE']
    const mobiles = locale === 'en' ? ['FIXED_LINE_OR_MOBILE'] : ['MOBILE']
    // libphonenumber leaves Ofcom's range for drama out, as nobody can be reached there.
    const isMobile = (text: string) =>
      locale === 'en-GB' ? validator.isMobilePhone(text, 'en-GB') : mobiles.includes(kindOf(text))
    expect(
      failures(
        locale,
        (read) => read('phone'),
        (text) => landlines.includes(kindOf(text)),
      ),
    ).toEqual([])
    expect(failures(locale, (read) => read('mobile'), isMobile)).toEqual([])
  })

  test('reserved numbers are used where there are some', () => {
    const reserved: Partial<Record<Locale, RegExp>> = {
      de: /^\+49(3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}|17139200\d\d|176040690\d\d)$/,
      'en-GB': /^\+44(1\d\d4960\d{3}|2079460\d{3}|1914980\d{3}|7700900\d{3})$/,
      en: /^\+1\d{3}55501\d\d$/,
    }
    const form = reserved[locale] ?? /^\+\d{9,13}$/
    expect(
      failures(
        locale,
        (read) => read('phone'),
        (text) => form.test(text),
      ),
    ).toEqual([])
    expect(
      failures(
        locale,
        (read) => read('mobile'),
        (text) => form.test(text),
      ),
    ).toEqual([])
  })

  test('e-mail addresses are valid, and of domains for documentation', () => {
    expect(
      failures(
        locale,
        (read) => read('email'),
        (text) => validator.isEmail(text),
      ),
    ).toEqual([])
    expect(
      failures(
        locale,
        (read) => read('email'),
        (text) => /@example\.(com|org|net)$/.test(text),
      ),
    ).toEqual([])
  })

  test('cards and hosts are of ranges for tests', () => {
    expect(
      failures(
        locale,
        (read) => read('cardNumber'),
        (text) => validator.isCreditCard(text),
      ),
    ).toEqual([])
    expect(
      failures(
        locale,
        (read) => read('remoteAddress'),
        (text) => /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/.test(text),
      ),
    ).toEqual([])
  })

  test('postcodes have the form of the country', () => {
    const country = { de: 'DE', 'de-AT': 'AT', pl: 'PL', it: 'IT', ru: 'RU', 'en-GB': 'GB', en: 'US' } as const
    const valid = (text: string) => validator.isPostalCode(text, country[locale])
    expect(failures(locale, (read) => read('postcode'), valid)).toEqual([])
  })
})

/** ibantools knows the form of Russian accounts, but not their key digit. */
function isRussianIban(text: string): boolean {
  const account = text.slice(13)
  const input = text.slice(10, 13) + account
  const sum = [...input].reduce((total, digit, index) => total + Number(digit) * ([7, 1, 3][index % 3] as number), 0)
  return sum % 10 === 0 && isValidIBAN(text)
}
