import type { Document, DocumentStore } from '../../core/document-store.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { InvalidData, unexpected } from './akeneo-error.ts'
import { completenessesOf } from './completeness.ts'
import { readStructure } from './structure.ts'
import type { ProductValues } from './values.ts'

type FieldKind = 'text' | 'boolean' | 'texts' | 'object' | 'number'

interface Field {
  kind: FieldKind
  /** What a new record has when nothing is said; a field without it must be given. */
  otherwise?: Json
  nullable?: boolean
  /** The collection that holds the codes that it names. */
  names?: string
}

/** One kind of record that products rest on. */
export interface Entity {
  path: string
  collection: string
  /** In messages. */
  label: string
  /** What can be written; without it, nothing. */
  fields?: Readonly<Record<string, Field>>
  searchable: readonly string[]
  afterChange?(store: DocumentStore, changed: Document): Promise<void>
}

const labels: Field = { kind: 'object', otherwise: {} }

export const entities: readonly Entity[] = [
  {
    path: 'families',
    collection: 'family',
    label: 'Family',
    searchable: ['code'],
    fields: {
      attributes: { kind: 'texts', otherwise: [], names: 'attribute' },
      attribute_as_label: { kind: 'text', otherwise: null, nullable: true },
      attribute_as_image: { kind: 'text', otherwise: null, nullable: true },
      attribute_requirements: { kind: 'object', otherwise: {} },
      labels,
    },
    afterChange: completeAgain,
  },
  {
    path: 'attributes',
    collection: 'attribute',
    label: 'Attribute',
    searchable: ['code', 'type'],
    fields: {
      type: { kind: 'text' },
      group: { kind: 'text' },
      localizable: { kind: 'boolean', otherwise: false },
      scopable: { kind: 'boolean', otherwise: false },
      unique: { kind: 'boolean', otherwise: false },
      sort_order: { kind: 'number', otherwise: 0 },
      labels,
    },
  },
  {
    path: 'categories',
    collection: 'category',
    label: 'Category',
    searchable: ['code', 'parent'],
    fields: { parent: { kind: 'text', otherwise: null, nullable: true, names: 'category' }, labels },
  },
  {
    path: 'channels',
    collection: 'channel',
    label: 'Channel',
    searchable: ['code'],
    fields: {
      locales: { kind: 'texts', names: 'locale' },
      currencies: { kind: 'texts' },
      category_tree: { kind: 'text', names: 'category' },
      labels,
    },
  },
  { path: 'locales', collection: 'locale', label: 'Locale', searchable: ['code', 'enabled'] },
]

/** A record with a PATCH laid over it. Throws 422 for a field that it does not have, or that does not fit. */
export async function patchedEntity(
  { fields = {} }: Entity,
  known: Document | undefined,
  { code, ...patch }: JsonObject,
  store: DocumentStore,
): Promise<Document> {
  if (!/^[a-zA-Z0-9_]{1,100}$/.test(String(code))) {
    const message = 'This value may contain only letters, numbers and underscores.'
    throw new InvalidData([{ property: 'code', message }])
  }
  const record: Document = { ...known, code }
  for (const [name, value] of Object.entries(patch)) {
    if (name === '_links') continue
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) throw unexpected(`Property "${name.slice(0, 60)}" does not exist.`)
    if (!(value === null && field.nullable === true) && !kinds[field.kind](value))
      throw unexpected(`Property "${name}" expects ${expected[field.kind]} as data.`)
    await refuseUnknown(store, name, field, value)
    record[name] = value
  }
  for (const [name, { otherwise }] of Object.entries(fields)) {
    if (record[name] !== undefined) continue
    if (otherwise === undefined) throw new InvalidData([{ property: name, message: 'This value should not be blank.' }])
    record[name] = otherwise
  }
  return record
}

async function refuseUnknown(store: DocumentStore, property: string, { names }: Field, value: Json): Promise<void> {
  if (names === undefined || value === null) return
  const codes = [value].flat()
  const found = await store.collection(names).find({ code: { $in: codes } }, { projection: { code: 1 } })
  const there = new Set(found.map((one) => one.code))
  const missing = codes.find((one) => !there.has(one))
  if (missing === undefined) return
  const message = `Property "${property}" expects a valid code. The ${names} does not exist, "${String(missing).slice(0, 60)}" given.`
  throw unexpected(message)
}

const kinds: Readonly<Record<FieldKind, (value: Json) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  object: isJsonObject,
}

const expected: Readonly<Record<FieldKind, string>> = {
  text: 'a string',
  boolean: 'a boolean',
  number: 'a numeric',
  texts: 'an array of strings',
  object: 'an object',
}

/** What a family requires says how complete its products are; that does not count as a change of the products. */
async function completeAgain(store: DocumentStore, { code }: Document): Promise<void> {
  const products = store.collection('product')
  const structure = await readStructure(store)
  for (const { _id, values } of await products.find({ family: code })) {
    const completenesses = completenessesOf(String(code), values as ProductValues, structure)
    await products.update({ _id }, { $set: { completenesses } })
  }
}
