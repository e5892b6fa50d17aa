import type { LocaleDefinition } from '@faker-js/faker'
import { latin } from '../../core/latin.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import type { Locale } from './locales.ts'

/** Names of either sex: `[female, male]`. The Latin forms stand at the same places. */
export interface Names {
  first: readonly [Dictionary, Dictionary]
  firstLatin: readonly [Dictionary, Dictionary]
  last: readonly [Dictionary, Dictionary]
  lastLatin: readonly [Dictionary, Dictionary]
  /** Of Russian names. */
  patronymic?: readonly [Dictionary, Dictionary]
}

/** In characters; longer ones are left out, so that what a persona takes is known before. */
export const longestFirstName = 16
export const longestLastName = 18
export const longestPatronymic = 16

const female = 0

export function namesOf(locale: Locale, { person }: LocaleDefinition): Names {
  const { first_name, last_name, middle_name } = (person ?? {}) as Record<string, Record<string, readonly string[]>>
  const both = (make: (sex: 0 | 1) => readonly string[]) => [make(0), make(1)] as const
  const sexed = (table: Record<string, readonly string[]> | undefined, sex: 0 | 1) =>
    table?.[sex === female ? 'female' : 'male'] ?? table?.generic ?? []
  const first = both((sex) => fitting(sexed(first_name, sex), longestFirstName))
  const last = both((sex) => fitting(sexed(last_name, sex), longestLastName).map((name) => inSex(name, sex, locale)))
  return {
    first: encoded(first),
    firstLatin: encoded(both((sex) => first[sex].map(latin))),
    last: encoded(last),
    lastLatin: encoded(both((sex) => last[sex].map(latin))),
    ...(locale === 'ru' && {
      patronymic: encoded(both((sex) => fitting(sexed(middle_name, sex), longestPatronymic))),
    }),
  }
}

function encoded(both: readonly [readonly string[], readonly string[]]): readonly [Dictionary, Dictionary] {
  return [dictionary(both[0]), dictionary(both[1])]
}

function fitting(texts: readonly string[], longest: number): string[] {
  const shape = /^\p{Lu}[\p{L}’' -]+$/u
  return [...new Set(texts)].filter((text) => text.length <= longest && shape.test(text) && latin(text).length >= 2)
}

/** Polish surnames that are adjectives have feminine forms; Faker's Russian lists come in both. */
function inSex(name: string, sex: 0 | 1, locale: Locale): string {
  if (locale !== 'pl') return name
  if (sex === female) return name.replace(/([scd]k|dzk)i$/, '$1a').replace(/(?<=[bdhłmnprtwz])y$/, 'a')
  return name.replace(/([sc]k|dzk)a$/, '$1i')
}
