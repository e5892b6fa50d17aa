import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { type DataError, InvalidData, unexpected } from './akeneo-error.ts'
import type { Attribute, Structure } from './structure.ts'

/** An attribute's data for one language and one channel; `null` where it is the same for all. */
export interface ProductValue {
  locale: string | null
  scope: string | null
  data: Json
}

export type ProductValues = Readonly<Record<string, readonly ProductValue[]>>

/**
 * The values with those of a PATCH laid over them, each for its language and channel; one whose data is null is taken
 * away. Throws 422 for what does not fit the attribute.
 */
export function mergeValues(known: ProductValues, patch: Json, structure: Structure): ProductValues {
  if (!isJsonObject(patch)) throw unexpected('Property "values" expects an object as data, a key for each attribute.')
  const merged = new Map(Object.entries(known))
  const errors: DataError[] = []
  for (const [code, entries] of Object.entries(patch as JsonObject)) {
    const attribute = structure.attributes.get(code)
    if (attribute === undefined) throw unexpected(`The ${code.slice(0, 60)} attribute does not exist in your PIM.`)
    if (!Array.isArray(entries)) throw unexpected(`Property "${code}" expects an array as data.`)
    for (const entry of entries) {
      const value = readValue(entry, attribute, structure)
      const problem = value.data === null ? undefined : problemOf(value.data, attribute)
      if (problem !== undefined)
        errors.push({ property: 'values', message: problem, attribute: code, locale: value.locale, scope: value.scope })
      merged.set(code, withValue(merged.get(code) ?? [], value))
    }
  }
  if (errors.length > 0) throw new InvalidData(errors)
  return Object.fromEntries([...merged].filter(([, values]) => values.length > 0))
}

function withValue(values: readonly ProductValue[], value: ProductValue): ProductValue[] {
  const others = values.filter(({ locale, scope }) => locale !== value.locale || scope !== value.scope)
  return value.data === null ? others : [...others, value]
}

function readValue(entry: Json, { code, localizable, scopable }: Attribute, structure: Structure): ProductValue {
  if (!isJsonObject(entry) || (entry as JsonObject).data === undefined)
    throw unexpected(`Property "${code}" expects an array with the key "data".`)
  const { locale = null, scope = null, data = null } = entry as JsonObject
  if (localizable ? !structure.locales.has(String(locale)) : locale !== null)
    throw unexpected(
      localizable
        ? `The ${code} attribute requires a valid locale. The ${named(locale)} locale does not exist.`
        : `The ${code} attribute does not require a locale, "${named(locale)}" was detected.`,
    )
  if (scopable ? !structure.channels.some((one) => one.code === scope) : scope !== null)
    throw unexpected(
      scopable
        ? `The ${code} attribute requires a value per channel. The ${named(scope)} channel does not exist.`
        : `The ${code} attribute does not require a value per channel, "${named(scope)}" was detected.`,
    )
  return { locale: locale as string | null, scope: scope as string | null, data }
}

function named(value: Json): string {
  return String(value).slice(0, 40)
}

/** What is wrong with the data of an attribute of this type. */
function problemOf(data: Json, { code, type }: Attribute): string | undefined {
  const is = dataTypes[type]
  return is === undefined || is.holds(data) ? undefined : `The ${code} attribute requires ${is.what}.`
}

const longest: Readonly<Record<string, number>> = { pim_catalog_text: 255, pim_catalog_textarea: 65_535 }

function text(type: string): { what: string; holds(data: Json): boolean } {
  const most = longest[type] ?? 255
  return {
    what: `a string of at most ${most} characters`,
    holds: (data) => typeof data === 'string' && data.length <= most,
  }
}

const isNumber = (data: Json | undefined): boolean =>
  (typeof data === 'number' && Number.isFinite(data)) || (typeof data === 'string' && /^-?\d+(\.\d+)?$/.test(data))

const dataTypes: Readonly<Record<string, { what: string; holds(data: Json): boolean }>> = {
  pim_catalog_text: text('pim_catalog_text'),
  pim_catalog_textarea: text('pim_catalog_textarea'),
  pim_catalog_identifier: text('pim_catalog_identifier'),
  pim_catalog_simpleselect: text('pim_catalog_simpleselect'),
  pim_catalog_image: text('pim_catalog_image'),
  pim_catalog_file: text('pim_catalog_file'),
  pim_catalog_number: { what: 'a number', holds: isNumber },
  pim_catalog_boolean: { what: 'a boolean', holds: (data) => typeof data === 'boolean' },
  pim_catalog_date: {
    what: 'a date such as 2026-03-02',
    holds: (data) => typeof data === 'string' && /^\d{4}-\d\d-\d\d/.test(data) && !Number.isNaN(Date.parse(data)),
  },
  pim_catalog_metric: {
    what: 'an amount and a unit',
    holds: (data) => isJsonObject(data) && isNumber(data.amount as Json) && typeof data.unit === 'string',
  },
  pim_catalog_multiselect: { what: 'an array of strings', holds: isTextList },
  pim_catalog_price_collection: {
    what: 'an array of amounts and currencies',
    holds: (data) =>
      Array.isArray(data) &&
      data.every((one) => isJsonObject(one) && isNumber(one.amount as Json) && typeof one.currency === 'string'),
  },
}

function isTextList(data: Json): boolean {
  return Array.isArray(data) && data.every((one) => typeof one === 'string')
}
