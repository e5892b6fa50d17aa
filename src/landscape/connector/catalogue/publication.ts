import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { CatalogueRules } from './rules.ts'

/** A product of the PIM, and the article of the ERP that it describes. */
export interface CatalogueEntry {
  product: JsonObject
  item: JsonObject
}

/** A field that the shop needs and that has no value. */
export interface Gap {
  field: string
  reason: string
}

/** A channel and a language in which a product may be shown. */
export interface Place {
  channel: string
  locale: string
}

/** What becomes of a product in the shop. */
export interface Publication {
  productNumber: string
  /** The shop's record; one that is not to be seen is not active and has no places. */
  record: JsonObject
  published: boolean
  /** Why it is not published, though both systems offer it. */
  gaps: readonly Gap[]
}

export type PlanPublication = (entry: CatalogueEntry, rules: CatalogueRules) => Publication

const mainLocale = 'de_DE'
const priceList = 1

/** A product is shown where it is complete, in each language and channel by itself, once the ERP has a price for it. */
export const planPublication: PlanPublication = (entry, rules) => {
  const offered = isOffered(entry)
  const places = offered && priceOf(entry) !== undefined ? completePlaces(entry, rules) : []
  return publicationOf(entry, places, offered && places.length === 0 ? gapsOf(entry, rules) : [])
}

/** Neither switched off in the PIM nor no longer valid in the ERP. */
export function isOffered({ product, item }: CatalogueEntry): boolean {
  return product.enabled === true && item.Valid === 'tYES'
}

export function completePlaces({ product }: CatalogueEntry, rules: CatalogueRules): Place[] {
  return allPlaces(rules).filter((place) => missingAt(product, place, rules)?.length === 0)
}

export function allPlaces({ channels }: CatalogueRules): Place[] {
  return channels.flatMap(({ code, locales }) => locales.map((locale) => ({ channel: code, locale })))
}

/** The shop's record of a product that is to be seen at these places. */
export function publicationOf(entry: CatalogueEntry, places: readonly Place[], gaps: readonly Gap[]): Publication {
  const { product, item } = entry
  const price = priceOf(entry)
  const main = places.find(({ locale }) => locale === mainLocale) ?? places[0] ?? { channel: '', locale: mainLocale }
  const productNumber = String(product.identifier)
  const record = {
    productNumber,
    name: textAt(product, 'name', main) ?? String(item.ItemName),
    description: textAt(product, 'description', main) ?? null,
    // What goes out of sight keeps its texts.
    ...(places.length > 0 && {
      translations: Object.fromEntries(places.map((place) => [languageOf(place), textsAt(product, place)])),
    }),
    ean: textAt(product, 'ean', main) ?? null,
    active: places.length > 0,
    price: price?.Price ?? null,
    currency: price?.Currency ?? null,
    taxRate: textAt(product, 'tax_rate', main) ?? null,
    sourceUpdatedAt: product.updated ?? null,
    visibilities: places.map((place) => ({ channel: place.channel, language: languageOf(place) })),
  }
  return { productNumber, record, published: places.length > 0, gaps }
}

/** Each field without a value, and where it is missing. */
function gapsOf(entry: CatalogueEntry, rules: CatalogueRules): Gap[] {
  const where = new Map<string, string[]>()
  for (const place of allPlaces(rules)) {
    for (const field of missingAt(entry.product, place, rules) ?? ['family'])
      where.set(field, [...(where.get(field) ?? []), `${place.channel} ${languageOf(place)}`])
  }
  const gaps = [...where].map(([field, at]) => ({ field, reason: `the PIM has no value for ${at.join(', ')}` }))
  if (priceOf(entry) !== undefined) return gaps
  return [...gaps, { field: 'price', reason: `the ERP has no price in list ${priceList}` }]
}

/** The attributes that are required at a place and have no value there; `undefined` for a family without rules. */
function missingAt(product: JsonObject, place: Place, { requirements }: CatalogueRules): string[] | undefined {
  const required = requirements.get(String(product.family))?.[place.channel]
  return required?.filter((attribute) => !isFilled(dataAt(product, attribute, place)))
}

function priceOf({ item }: CatalogueEntry): JsonObject | undefined {
  return (item.ItemPrices as JsonObject[]).find((entry) => entry.PriceList === priceList)
}

function textsAt(product: JsonObject, place: Place): JsonObject {
  return { name: textAt(product, 'name', place) ?? null, description: textAt(product, 'description', place) ?? null }
}

function textAt(product: JsonObject, attribute: string, place: Place): string | undefined {
  const data = dataAt(product, attribute, place)
  return typeof data === 'string' || typeof data === 'number' ? String(data) : undefined
}

/** The attribute's data for a channel and a language, or for all of them. */
function dataAt(product: JsonObject, attribute: string, { channel, locale }: Place): Json | undefined {
  const values = isJsonObject(product.values) ? (product.values as JsonObject)[attribute] : undefined
  if (!Array.isArray(values)) return undefined
  const fitting = (values as JsonObject[]).find(
    (value) => (value.locale ?? locale) === locale && (value.scope ?? channel) === channel,
  )
  return fitting?.data
}

function isFilled(data: Json | undefined): boolean {
  return data !== undefined && data !== null && data !== '' && !(Array.isArray(data) && data.length === 0)
}

/** The PIM writes `de_DE`, the shop `de-DE`. */
function languageOf({ locale }: Place): string {
  return locale.replace('_', '-')
}
