import { beforeAll, describe, expect, test } from 'vitest'
import { latin } from '../../../src/core/latin.ts'
import { attributeNames, attributes } from '../../../src/transform/personas/attributes.ts'
import { loadLocales, localeData } from '../../../src/transform/personas/locale-data.ts'
import { type Locale, locales } from '../../../src/transform/personas/locales.ts'
import { readPlaces } from '../../../src/transform/personas/places.ts'
import { type personaOf, personasOf } from './rows.ts'

beforeAll(loadLocales)

const count = 400
const names = attributeNames.filter((name) => name !== 'number')

describe.each(locales)('%s', (locale) => {
  test('names are made of their parts, and e-mail and login of the name', () => {
    for (const read of personasOf(locale, count)) {
      const [first, last, patronymic] = [read('firstName'), read('lastName'), read('patronymic')]
      expect(read('name')).toBe(locale === 'ru' ? `${last} ${first} ${patronymic}` : `${first} ${last}`)
      expect(read('email')).toMatch(
        new RegExp(`^${latin(first).slice(0, 20)}\\.${latin(last).slice(0, 20)}[.-][\\da-z]+@`),
      )
      expect(read('login')).toMatch(new RegExp(`^${latin(first).slice(0, 1)}${latin(last).slice(0, 20)}[.-][\\da-z]+$`))
      expect(read('streetLine')).toContain(read('street'))
      expect(read('streetLine')).toContain(read('houseNumber'))
    }
  })

  test('postcode, city and region belong together', () => {
    const country = localeData(locales.indexOf(locale)).country
    const { postcodes, cityOf, regionOf, cities, regions } = readPlaces(country)
    const at = (list: typeof cities, index: number) =>
      new TextDecoder().decode(list.bytes.subarray(list.starts[index], list.starts[index + 1]))
    const known = new Set(
      Array.from({ length: postcodes.count }, (_, index) =>
        [at(postcodes, index), at(cities, cityOf[index] ?? -1), at(regions, regionOf[index] ?? -1)].join('|'),
      ),
    )
    const seen = new Set<string>()
    for (const read of personasOf(locale, count)) {
      const postcode = read('postcode').replace(locale === 'en-GB' ? / .*$/ : /$^/, '')
      const place = [postcode, read('city'), read('region')].join('|')
      expect(known).toContain(place)
      expect(read('country')).toBe(country)
      seen.add(place)
    }
    expect(seen.size).toBeGreaterThan(locale === 'en' ? 60 : 280)
  })

  test('attributes are as long as promised, and as varied', () => {
    const seen = new Map(names.map((name) => [name, new Set<string>()]))
    for (const read of personasOf(locale, count))
      for (const name of names) {
        const text = read(name)
        seen.get(name)?.add(text)
        if ([...text].length > attributes[name].longest || (text === '' && name !== 'patronymic'))
          throw new Error(`${name}: ${text}`)
      }
    for (const name of ['firstName', 'lastName', 'street'] as const)
      expect(seen.get(name)?.size, name).toBeGreaterThan(75)
    for (const name of ['name', 'company', 'streetLine', 'iban', 'nationalId', 'birthDate'] as const)
      expect(seen.get(name)?.size, name).toBeGreaterThan(count * 0.8)
    expect(seen.get('email')?.size).toBe(count)
    expect(seen.get('sex')).toEqual(new Set(['female', 'male']))
  })

  test('e-mail and login are fitted to short columns, and stay distinct', () => {
    const seen = new Set<string>()
    for (const read of personasOf(locale, count))
      for (const name of ['email', 'login'] as const) {
        const text = read(name, attributes[name].least)
        expect(text.length).toBeLessThanOrEqual(attributes[name].least)
        seen.add(text)
      }
    expect(seen.size).toBe(2 * count)
  })
})

function perSex(locale: Locale, check: (isWoman: boolean, read: ReturnType<typeof personaOf>) => void): void {
  const seen = new Set<boolean>()
  for (const read of personasOf(locale, count)) {
    const isWoman = read('sex') === 'female'
    seen.add(isWoman)
    check(isWoman, read)
  }
  expect(seen.size).toBe(2)
}

test('Russian surnames and patronymics have the persona’s sex', () => {
  perSex('ru', (isWoman, read) => {
    expect(read('patronymic')).toMatch(isWoman ? /(на)$/ : /(ич)$/)
    expect(read('lastName')).toMatch(isWoman ? /[ая]$/ : /[^ая]$/)
  })
})

test('Polish surnames have the persona’s sex', () => {
  perSex('pl', (isWoman, read) => {
    expect(read('lastName')).not.toMatch(isWoman ? /[sc]ki$|dzki$/ : /[sc]ka$|dzka$/)
    expect(read('salutation')).toBe(isWoman ? 'Pani' : 'Pan')
  })
})

test('PESEL holds the birth date and the sex', () => {
  perSex('pl', (isWoman, read) => {
    const [year = '', month = '', day = ''] = read('birthDate').split('-')
    const centuryMonth = String(Number(month) + (year >= '2000' ? 20 : 0)).padStart(2, '0')
    expect(read('nationalId').slice(0, 6)).toBe(year.slice(2) + centuryMonth + day)
    expect(Number(read('nationalId')[9]) % 2).toBe(isWoman ? 0 : 1)
  })
})

test('the codice fiscale holds the names, the birth date and the sex', () => {
  const three = (name: string, isFirst: boolean) => {
    const consonants = latin(name).replace(/[aeiou]/g, '')
    const chosen = isFirst && consonants.length > 3 ? `${consonants[0]}${consonants.slice(2)}` : consonants
    return `${chosen}${latin(name).replace(/[^aeiou]/g, '')}xxx`.slice(0, 3).toUpperCase()
  }
  perSex('it', (isWoman, read) => {
    const [year = '', month = '', day = ''] = read('birthDate').split('-')
    const date = `${year.slice(2)}${'ABCDEHLMPRST'[Number(month) - 1]}${String(Number(day) + (isWoman ? 40 : 0)).padStart(2, '0')}`
    const names = three(read('lastName'), false) + three(read('firstName'), true)
    expect(read('nationalId').slice(0, 11)).toBe(names + date)
    expect(read('nationalId').slice(11, 15)).toMatch(/^[A-M]\d{3}$/)
  })
})

test('the Austrian insurance number holds the birth date', () => {
  perSex('de-AT', (_isWoman, read) => {
    const [year = '', month = '', day = ''] = read('birthDate').split('-')
    expect(read('nationalId').slice(4)).toBe(day + month + year.slice(2))
  })
})

test('birth dates are dates of people of full age', () => {
  for (const read of personasOf('de', count)) {
    const date = read('birthDate')
    expect(new Date(date).toISOString().slice(0, 10)).toBe(date)
    expect(date >= '1945-01-01' && date <= '2006-12-31').toBe(true)
  }
})

test.each([
  ['Łukasz Żółć', 'lukaszzolc'],
  ['Müller-Groß', 'muellergross'],
  ['Щербакова', 'shcherbakova'],
  ['D’Angelo Nicolò', 'dangelonicolo'],
])('%s is %s in an address', (name, address) => {
  expect(latin(name)).toBe(address)
})
