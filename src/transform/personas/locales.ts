/** The locales of personas; `RowIdentity.locale` is a place in this list. */
export const locales = ['de', 'de-AT', 'pl', 'it', 'ru', 'en-GB', 'en'] as const

export type Locale = (typeof locales)[number]

/** What a table has for each locale, by the locale's number: persons of many countries find theirs without a look-up by name. */
export function byNumber<T>(table: Record<Locale, T>): readonly T[] {
  return locales.map((locale) => table[locale])
}

/** How countries and languages are written in databases, in lower case. */
const spellings: Record<Locale, string> = {
  de: 'de deu ger d germany deutschland brd',
  'de-AT': 'at aut a austria österreich oesterreich',
  pl: 'pl pol poland polska polen',
  it: 'it ita i italy italia italien',
  ru: 'ru rus russia россия russland russian federation российская федерация',
  'en-GB': 'gb uk gbr united kingdom great britain england scotland wales northern ireland großbritannien',
  en: 'en eng us usa united states united states of america',
}
const several = [
  'russian federation',
  'российская федерация',
  'united kingdom',
  'great britain',
  'northern ireland',
  'united states of america',
  'united states',
]

const entries = locales.flatMap((locale, number) => {
  let rest = spellings[locale]
  const long = several.filter((name) => {
    const there = rest.includes(name)
    rest = rest.replace(name, ' ')
    return there
  })
  return [...long, ...rest.split(/\s+/)].filter((name) => name !== '').map((name) => ({ name: bytesOf(name), number }))
})

/**
 * The number of the locale that a country or language names: `DE`, `de`, `de-AT`, `de_AT.UTF-8`, `POL`, `Österreich`; -1
 * where it is none of them. Takes text in lower case (`appendCanonical`). Allocates nothing.
 */
export function localeNumber(bytes: Uint8Array, start: number, end: number): number {
  const whole = lookUp(bytes, start, end)
  if (whole !== -1) return whole
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== 0x2d && bytes[at] !== 0x5f) continue
    let last = at + 1
    while (last < end && bytes[last] !== 0x2e && bytes[last] !== 0x40) last += 1
    const country = lookUp(bytes, at + 1, last)
    return country === -1 ? lookUp(bytes, start, at) : country
  }
  return -1
}

/** The number of a locale or country as a policy writes it; -1 for others. */
export function localeNamed(name: string): number {
  const bytes = bytesOf(name.toLowerCase())
  return localeNumber(bytes, 0, bytes.length)
}

/** Of what has two letters, by both; most columns hold country codes. */
const pairs = new Int8Array(26 * 26).fill(-1)
for (const { name, number } of entries)
  if (name.length === 2) pairs[((name[0] as number) - 0x61) * 26 + (name[1] as number) - 0x61] = number

function lookUp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 2) {
    const first = (bytes[start] as number) - 0x61
    const second = (bytes[start + 1] as number) - 0x61
    return first >= 0 && first < 26 && second >= 0 && second < 26 ? (pairs[first * 26 + second] as number) : -1
  }
  for (let index = 0; index < entries.length; index += 1) {
    const { name, number } = entries[index] as (typeof entries)[number]
    if (name.length !== end - start) continue
    let at = 0
    while (at < name.length && name[at] === bytes[start + at]) at += 1
    if (at === name.length) return number
  }
  return -1
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
