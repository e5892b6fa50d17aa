import type { Random } from '../../../core/random.ts'

export const firstNames =
  'Anna Ben Carla David Emma Felix Greta Hannah Ida Jonas Klara Leon Mia Nora Oskar Paula'.split(' ')
export const lastNames = 'Albers Brandt Conrad Ebert Fischer Graf Hartmann Jansen Keller Lorenz Moreno Novak'.split(' ')
const words =
  'amber birch cedar cobalt coral dune ember fern flint garnet harbor hazel indigo ivory jade juniper linen maple meadow onyx opal pearl pine quartz river saffron sage slate spruce topaz velvet willow'.split(
    ' ',
  )

/** What a property's name says about its value; the first that fits counts. */
const suggestions: readonly (readonly [name: RegExp, make: (random: Random) => string])[] = [
  [/first.?name|given.?name/i, (random) => pick(firstNames, random)],
  [/last.?name|family.?name|surname/i, (random) => pick(lastNames, random)],
  [/e.?mail/i, (random) => `${pick(firstNames, random).toLowerCase()}.${random.below(1_000)}@example.com`],
  // Set aside by the Bundesnetzagentur for media productions.
  [/phone|mobile|fax/i, (random) => `+493023125${String(random.below(1_000)).padStart(3, '0')}`],
  [/street/i, (random) => `${capital(word(random))} Street ${1 + random.below(90)}`],
  [/zip|postal|postcode/i, (random) => String(10_000 + random.below(80_000))],
  [/city|town/i, (random) => pick(['Berlin', 'Graz', 'Hamburg', 'Kraków', 'Leeds', 'Torino'], random)],
  [/country/i, (random) => pick(['AT', 'DE', 'GB', 'IT', 'PL'], random)],
  [/currency/i, (random) => pick(['EUR', 'GBP', 'PLN'], random)],
  [/locale|language/i, (random) => pick(['de-DE', 'en-GB', 'it-IT', 'pl-PL'], random)],
  [/url|uri|href|link|image/i, (random) => `https://example.com/${word(random)}`],
  [/(^|[a-z_])(at|date|time)$/i, (random) => `2026-0${1 + random.below(9)}-1${random.below(10)}T12:00:00Z`],
  [
    /(user|full|customer|contact|owner|author).?name/i,
    (random) => `${pick(firstNames, random)} ${pick(lastNames, random)}`,
  ],
  [/name|title|label/i, (random) => `${capital(word(random))} ${capital(word(random))}`],
  [/description|comment|text|note|message|summary/i, sentence],
  [
    /id$|number$|key$|code$|sku$|ref$/i,
    (random) => `${word(random).slice(0, 2).toUpperCase()}-${1_000 + random.below(9_000)}`,
  ],
]

/** A text that suits the property that it stands under. Nobody's: names and addresses are made up or reserved. */
export function textForName(name: string, random: Random): string {
  const found = suggestions.find(([pattern]) => pattern.test(name))
  return found === undefined ? word(random) : found[1](random)
}

export function word(random: Random): string {
  return pick(words, random)
}

function sentence(random: Random): string {
  return `${capital(word(random))} ${word(random)} with ${word(random)} and ${word(random)}.`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function pick(list: readonly string[], random: Random): string {
  return list[random.below(list.length)] ?? ''
}
