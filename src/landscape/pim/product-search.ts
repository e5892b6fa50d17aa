import type { Filter } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import { momentProperty } from './dates.ts'
import { emptiness, equality, listOf, membership, type Property, readSearch } from './search.ts'
import type { Attribute } from './structure.ts'

/** Reads the `search` of products: their properties, and the attributes that there are. */
export function readProductSearch(
  text: string | null,
  attributes: ReadonlyMap<string, Attribute>,
  now: () => number,
): Filter {
  const moments = momentProperty(now)
  const properties: Readonly<Record<string, Property>> = {
    uuid: membership,
    identifier: { ...equality, ...membership, ...texts((field, data) => ({ [field]: data })) },
    enabled: equality,
    family: { ...membership, ...emptiness },
    parent: { '=': equality['='] as Property[string], IN: membership.IN as Property[string], ...emptiness },
    groups: { ...membership, ...emptiness },
    categories: {
      ...membership,
      UNCLASSIFIED: (field) => ({ [field]: { $size: 0 } }),
      'IN OR UNCLASSIFIED': (field, condition) => ({
        $or: [{ [field]: { $in: listOf(field, condition) } }, { [field]: { $size: 0 } }],
      }),
    },
    completeness,
    created: moments,
    updated: moments,
  }
  return readSearch(text, properties, (name) => (attributes.has(name) ? attributeProperty : undefined))
}

/** `{"operator":"=","value":100,"scope":"ecommerce","locale":"de_DE"}`; without a locale, in any of them. */
const completeness: Property = Object.fromEntries(
  Object.entries({ '=': '$eq', '!=': '$ne', '<': '$lt', '<=': '$lte', '>': '$gt', '>=': '$gte' }).map(
    ([operator, own]) => [
      operator,
      (_field: string, { value, scope, locale }: JsonObject): Filter => {
        if (typeof scope !== 'string') throw new Refusal(422, '422', 'Property "completeness" expects a valid scope.')
        const fitting = { scope, data: { [own]: value ?? null }, ...(locale !== undefined && { locale }) }
        return { completenesses: { $elemMatch: fitting } }
      },
    ],
  ),
)

const attributeProperty: Property = {
  ...texts(valueThat),
  '=': (field, condition) => valueThat(field, { $eq: condition.value ?? null }, condition),
  '!=': (field, condition) => valueThat(field, { $ne: condition.value ?? null }, condition),
  '<': (field, condition) => valueThat(field, { $lt: condition.value ?? null }, condition),
  '>': (field, condition) => valueThat(field, { $gt: condition.value ?? null }, condition),
  IN: (field, condition) => valueThat(field, { $in: listOf(field, condition) }, condition),
  'NOT IN': (field, condition) => valueThat(field, { $nin: listOf(field, condition) }, condition),
  EMPTY: (field, condition) => ({ $nor: [valueThat(field, { $ne: null }, condition)] }),
  'NOT EMPTY': (field, condition) => valueThat(field, { $ne: null }, condition),
}

function texts(filter: (field: string, data: Filter, condition: JsonObject) => Filter): Property {
  const escaped = ({ value }: JsonObject): string => String(value ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return {
    CONTAINS: (field, condition) => filter(field, { $regex: escaped(condition) }, condition),
    'STARTS WITH': (field, condition) => filter(field, { $regex: `^${escaped(condition)}` }, condition),
  }
}

function valueThat(attribute: string, data: Filter, { locale = null, scope = null }: JsonObject): Filter {
  return { [`values.${attribute}`]: { $elemMatch: { data, locale, scope } } }
}
