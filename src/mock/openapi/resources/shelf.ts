import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { acceptedMedia } from '../accepted-media.ts'
import { usualResponse } from '../declared-response.ts'
import { bodyFor, type Writing } from '../write-response.ts'
import type { Collection } from './collections.ts'
import { contentOf, type Envelope, itemEnvelope, listEnvelope } from './envelope.ts'
import { type ItemKey, itemKey, newKey } from './item-key.ts'
import { innerSchema, itemSchema, wholeSchema } from './item-schema.ts'

/** The items of one collection at one path. */
export interface Shelf {
  items: Map<string, JsonObject>
  key: ItemKey
  /** The bodies in which a list and an item are answered. */
  list?: Envelope
  item: Envelope
  /** What an item is. */
  schema: Json | undefined
  /** The properties that only the server writes. */
  readOnly: ReadonlySet<string>
}

/**
 * A collection with the items that its list would show, or the one that its item would be, had nobody changed anything.
 * The same for the same path and seed.
 */
export async function openShelf(collection: Collection, path: string, writing: Writing): Promise<Shelf> {
  const { root, maker } = writing
  const random = maker.random(path)
  const schema = itemSchema(root, collection)?.schema
  const first = { ...writing, request: { method: 'GET', url: new URL(path, writing.request.url), headers: {} } }
  const shown = await usualBody(collection.list, first)
  const template = await usualBody(collection.read ?? collection.create, first)
  const outer = itemKey(root, schema, collection.variable, random)
  const key = keyWithin(template, schema, outer, (inner) => itemKey(root, inner, collection.variable, random), root)
  const item = itemEnvelope(template ?? {}, key.name)
  const list = shown === undefined ? undefined : listEnvelope(shown)
  const content = list === undefined ? [contentOf(item)] : contentOf(list)
  const items = new Map<string, JsonObject>()
  for (const one of Array.isArray(content) ? content : []) {
    if (!isJsonObject(one)) continue
    const whole = { ...(isJsonObject(contentOf(item)) ? (contentOf(item) as JsonObject) : {}), ...one }
    const given = one[key.name]
    const isFree = (typeof given === 'string' || typeof given === 'number') && !items.has(String(given))
    const id = isFree ? given : newKey(key, items.keys(), random)
    items.set(String(id), { ...whole, [key.name]: id })
  }
  const own = innerSchema(root, schema, item.key)
  const { properties } = wholeSchema(root, own)
  const readOnly = Object.entries(isJsonObject(properties) ? properties : {}).filter(
    ([, property]) => wholeSchema(root, property).readOnly === true,
  )
  return {
    items,
    key,
    item,
    schema: own,
    readOnly: new Set(readOnly.map(([name]) => name)),
    ...(list !== undefined && { list }),
  }
}

async function usualBody(operation: Collection['list'], writing: Writing): Promise<Json | undefined> {
  const declared = operation && usualResponse(writing.root, operation)
  const media = declared && acceptedMedia(declared.value.content, 'application/json, */*')
  if (declared === undefined || media === undefined || media === 'none') return undefined
  const body = await bodyFor(declared, media, writing)
  return body instanceof Response ? undefined : body
}

/** The key of the item, also where the item is the only object within the body that is answered. */
function keyWithin(
  body: Json | undefined,
  schema: Json | undefined,
  outer: ItemKey,
  keyOf: (inner: Json | undefined) => ItemKey,
  root: Json,
): ItemKey {
  if (!isJsonObject(body) || Object.hasOwn(body, outer.name)) return outer
  const [name, second] = Object.keys(body).filter((key) => isJsonObject(body[key]))
  if (name === undefined || second !== undefined) return outer
  const { properties } = wholeSchema(root, schema)
  const inner = keyOf(isJsonObject(properties) ? properties[name] : undefined)
  return Object.hasOwn(body[name] as JsonObject, inner.name) ? inner : outer
}
