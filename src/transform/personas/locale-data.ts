import type { LocaleDefinition } from '@faker-js/faker'
import { companyWords } from './companies.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import { type Locale, locales } from './locales.ts'
import { type Names, namesOf } from './names.ts'
import { type Places, type PlacesCountry, readPlaces } from './places.ts'
import { streetsOf } from './streets.ts'

/** All that personas of one locale are made of. */
export interface LocaleData {
  locale: Locale
  country: PlacesCountry
  names: Names
  places: Places
  streets: Dictionary
  companyNames: Dictionary | undefined
  trades: Dictionary
  forms: Dictionary
  salutations: Dictionary
}

const countries: Record<Locale, PlacesCountry> = {
  de: 'DE',
  'de-AT': 'AT',
  pl: 'PL',
  it: 'IT',
  ru: 'RU',
  'en-GB': 'GB',
  en: 'US',
}

/** Female, male. */
const salutations: Record<Locale, readonly [string, string]> = {
  de: ['Frau', 'Herr'],
  'de-AT': ['Frau', 'Herr'],
  pl: ['Pani', 'Pan'],
  it: ['Sig.ra', 'Sig.'],
  ru: ['г-жа', 'г-н'],
  'en-GB': ['Ms', 'Mr'],
  en: ['Ms', 'Mr'],
}

/** Each locale's data is put together once, when the first persona of the locale asks for it. */
const ready: (LocaleData | undefined)[] = []
let definitions: readonly LocaleDefinition[] | undefined

/** Loads Faker's names of all locales (some 50 ms); to be awaited before the first persona. */
export async function loadLocales(): Promise<void> {
  if (definitions !== undefined) return
  const modules = await Promise.all([
    import('@faker-js/faker/locale/de'),
    import('@faker-js/faker/locale/de_AT'),
    import('@faker-js/faker/locale/pl'),
    import('@faker-js/faker/locale/it'),
    import('@faker-js/faker/locale/ru'),
    import('@faker-js/faker/locale/en_GB'),
    import('@faker-js/faker/locale/en'),
  ])
  definitions = modules.map(({ faker }) => faker.rawDefinitions)
}

export function localeData(number: number): LocaleData {
  return ready[number] ?? make(number)
}

function make(number: number): LocaleData {
  const definition = definitions?.[number]
  const locale = locales[number]
  if (definition === undefined || locale === undefined) throw new Error('loadLocales has not been awaited')
  const words = companyWords[locale]
  const data: LocaleData = {
    locale,
    country: countries[locale],
    names: namesOf(locale, definition),
    places: readPlaces(countries[locale]),
    streets: dictionary(streetsOf(locale, definition)),
    companyNames: words.names && dictionary(words.names),
    trades: dictionary(words.trades),
    forms: dictionary(words.forms),
    salutations: dictionary(salutations[locale]),
  }
  ready[number] = data
  return data
}
