import type { Faker } from '@faker-js/faker'
import type { KeyedDraw } from '../forms/keyed-draw.ts'
import { type LocaleName, localeTable } from './locale-table.ts'

/** Faker's locales that have been asked for. */
const loaded = new Map<string, Faker>()

/** Loads one of Faker's locales, such as `de` or `en_GB`; a name that is none of them is passed over. */
export async function loadLocale(name: string): Promise<void> {
  if (loaded.has(name) || !Object.hasOwn(localeTable, name)) return
  const { faker } = await localeTable[name as LocaleName]()
  loaded.set(name, faker)
}

/** A locale that has been loaded; `undefined` where Faker has none of this name. */
export function loadedLocale(name: string): Faker | undefined {
  return loaded.get(name)
}

/** A Faker of the locale that draws from the key; its "today" is always the same day. */
export function keyedFaker(locale: Faker, draw: KeyedDraw): Faker {
  const Kind = locale.constructor as typeof Faker
  const faker = new Kind({
    locale: locale.rawDefinitions,
    randomizer: { next: () => draw.fraction(), seed: () => undefined },
  })
  faker.setDefaultRefDate('2025-01-01T00:00:00Z')
  return faker
}
