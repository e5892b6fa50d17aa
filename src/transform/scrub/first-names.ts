import { loadedLocale, loadLocale } from '../faker/locales.ts'
import { type HashSet, hashSet } from './hash-set.ts'
import { moreFirstNames } from './more-first-names.ts'
import { normalizedWord, stemOf } from './normalize.ts'

const localeNames = ['de', 'de_AT', 'pl', 'it', 'ru', 'en', 'en_GB'] as const

/** First names that are words of these languages, too. */
const words = new Set(
  'may will mark august april june rose bill grace hope faith joy summer autumn max gut art lang stark ring kai sky dean page rich sandy gene earl nino iban'
    .split(' ')
    .map(stemOf),
)

/** Loads the lists of first names. */
export async function loadFirstNames(): Promise<void> {
  for (const name of localeNames) await loadLocale(name)
}

/** Stems of the first names of all locales that have been loaded, and of our own list. */
export function firstNames(): HashSet {
  const set = hashSet(1 << 15)
  for (const name of localeNames) {
    const lists = (loadedLocale(name)?.rawDefinitions.person?.first_name ?? {}) as Readonly<
      Record<string, readonly string[]>
    >
    for (const list of Object.values(lists)) addAll(list)
  }
  addAll(moreFirstNames)
  return set

  function addAll(list: readonly string[]): void {
    for (const first of list) {
      const stem = stemOf(normalizedWord(first))
      if (first.length >= 3 && !words.has(stem)) set.add(stem)
    }
  }
}
