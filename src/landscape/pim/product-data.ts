import type { Document } from '../../core/document-store.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { InvalidData, unexpected } from './akeneo-error.ts'
import { completenessesOf } from './completeness.ts'
import type { Structure } from './structure.ts'
import { mergeValues, type ProductValues } from './values.ts'

/** What a product has before anything is said about it. */
export function emptyProduct(identifier: string | null, uuid: string, now: Date): Document {
  return {
    uuid,
    identifier,
    family: null,
    parent: null,
    enabled: true,
    categories: [],
    groups: [],
    values: {},
    associations: {},
    created: now,
  }
}

/** Fields that answers have and that nobody can write. */
const readOnly = new Set(['_links', 'created', 'updated', 'completenesses', 'metadata', 'quality_scores'])

/** The product with a PATCH laid over it, and its completeness. Throws 422 for what Akeneo does not take. */
export function patchedProduct(known: Document, patch: JsonObject, structure: Structure, now: Date): Document {
  const product: Document = { ...known }
  for (const [name, value] of Object.entries(patch)) {
    if (readOnly.has(name) || name === 'uuid') continue
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (read === undefined) throw unexpected(`Property "${name.slice(0, 60)}" does not exist.`)
    product[name] = read(value, structure, known)
  }
  const family = product.family as string | null
  product.completenesses = completenessesOf(family, product.values as ProductValues, structure)
  product.updated = now
  return product
}

type ReadField = (value: Json, structure: Structure, known: Document) => unknown

const fields: Readonly<Record<string, ReadField>> = {
  identifier: (value) => {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 255 || /[,;\n\r]/.test(value))
      throw new InvalidData([{ property: 'identifier', message: 'The identifier must be a text without , and ;' }])
    return value
  },
  enabled: (value) => {
    if (typeof value !== 'boolean') throw unexpected('Property "enabled" expects a boolean as data.')
    return value
  },
  family: (value, { requirements }) => {
    if (value === null || value === '') return null
    if (typeof value === 'string' && requirements.has(value)) return value
    const message = `The ${String(value).slice(0, 60)} family does not exist in your PIM.`
    throw new InvalidData([{ property: 'family', message }])
  },
  parent: (value) => {
    if (value === null || typeof value === 'string') return value
    throw unexpected('Property "parent" expects a string as data.')
  },
  categories: (value, { categories }) => {
    for (const code of textList('categories', value)) {
      if (categories.has(code)) continue
      const message = `Property "categories" expects a valid category code. The category does not exist, "${code.slice(0, 60)}" given.`
      throw unexpected(message)
    }
    return value
  },
  groups: (value) => textList('groups', value),
  values: (value, structure, known) => mergeValues((known.values ?? {}) as ProductValues, value, structure),
  associations: (value, _, known) => {
    if (!isJsonObject(value)) throw unexpected('Property "associations" expects an object as data.')
    return { ...(known.associations as JsonObject), ...value }
  },
  quantified_associations: (value) => value,
}

function textList(name: string, value: Json): string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw unexpected(`Property "${name}" expects an array of strings as data.`)
  return value as string[]
}
