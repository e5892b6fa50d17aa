import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { ContractViolation } from '../../../openapi/check-content.ts'
import type { FoundOperation } from '../../../openapi/find-operation.ts'
import type { OpenApiDocument, Operation } from '../../../openapi/openapi-document.ts'
import { acceptedMedia, isJson } from '../accepted-media.ts'
import { responseOf, usualResponse } from '../declared-response.ts'
import type { ValueMaker } from '../make-value.ts'
import { problem, refusedRequest } from '../problem.ts'
import { sent, undescribed, type Writing, writeResponse } from '../write-response.ts'
import { type Collection, collectionParts, type Verb } from './collections.ts'
import { withContent } from './envelope.ts'
import { newKey } from './item-key.ts'
import { answerSchema, innerSchema, itemsOf, requestSchema } from './item-schema.ts'
import { defaultsOf, madeByServer } from './made-by-server.ts'
import { mergePatch } from './merge-patch.ts'
import { onlyDeclared } from './only-declared.ts'
import { queriedItems } from './query-of-list.ts'
import { openShelf, type Shelf } from './shelf.ts'

/** The resources of a document's collections: they begin as its examples have them, and requests change them. */
export interface Resources {
  /** Nothing for an operation that is no part of a collection. */
  answer(found: FoundOperation, writing: Writing): Promise<Response | undefined>
  counts(): Readonly<Record<string, number>>
}

interface Call {
  collection: Collection
  operation: Operation
  shelf: Shelf
  /** Of the item in the path. */
  id: string
  path: string
  writing: Writing
}

export function openResources(document: OpenApiDocument, maker: ValueMaker): Resources {
  const { root } = document
  const parts = collectionParts(document)
  const shelves = new Map<string, Promise<Shelf>>()
  const opened = new Map<string, Shelf>()

  return {
    async answer({ operation, variables }, writing) {
      const part = parts.get(operation.pointer)
      if (part === undefined) return undefined
      const { collection, verb } = part
      const path = collection.path.replace(/\{([^}]*)\}/g, (_whole, name: string) =>
        encodeURIComponent(variables[name] ?? ''),
      )
      const opening = shelves.get(path) ?? openShelf(collection, path, writing)
      shelves.set(path, opening)
      const shelf = await opening
      opened.set(path, shelf)
      const id = variables[collection.variable] ?? ''
      return answers[verb]({ collection, operation, shelf, id, path, writing }, { root, maker })
    },
    counts: () => Object.fromEntries([...opened].map(([path, { items }]) => [path, items.size])),
  }
}

interface Ground {
  root: Json
  maker: ValueMaker
}

const answers: Record<Verb, (call: Call, ground: Ground) => Promise<Response | undefined>> = {
  async list({ shelf, operation, writing }, { root }) {
    if (shelf.list === undefined) return undefined
    const { page, total } = queriedItems([...shelf.items.values()], writing.request.url.searchParams)
    const schema = innerSchema(root, answerSchema(root, operation)?.schema, shelf.list.key)
    const shown = page.map((item) => onlyDeclared(item, root, itemsOf(root, schema)))
    return answered(operation, withContent(shelf.list, shown, total), writing)
  },
  async create({ shelf, operation, path, writing }, { root, maker }) {
    const { body } = writing.request
    if (!isJsonObject(body)) return undefined
    const own = body[shelf.key.name]
    const given = typeof own === 'string' || typeof own === 'number' ? own : undefined
    if (given !== undefined && shelf.items.has(String(given)))
      return refused(operation, 409, `${path} has ${String(given).slice(0, 60)} already`, writing)
    const id = given ?? newKey(shelf.key, shelf.items.keys(), maker.random(`${path} ${shelf.items.size}`))
    const made = madeByServer(shelf, requestSchema(root, operation)?.schema, root, maker, `${path}/${id}`)
    const item = { ...made, ...body, [shelf.key.name]: id }
    shelf.items.set(String(id), item)
    const response = await answeredWithItem(operation, shelf, item, writing, root)
    if (!response.headers.has('location')) response.headers.set('location', `${path}/${encodeURIComponent(String(id))}`)
    return response
  },
  async read({ shelf, operation, id, path, writing }, { root }) {
    const item = shelf.items.get(id)
    if (item === undefined) return missing(operation, path, id, writing)
    return answeredWithItem(operation, shelf, item, writing, root)
  },
  async replace({ shelf, operation, id, path, writing }, { root }) {
    const before = shelf.items.get(id)
    const { body } = writing.request
    if (before === undefined) return missing(operation, path, id, writing)
    if (!isJsonObject(body)) return undefined
    const kept = Object.entries(before).filter(([name]) => shelf.readOnly.has(name))
    const usual = defaultsOf(root, requestSchema(root, operation)?.schema)
    const item = { ...Object.fromEntries(kept), ...usual, ...body, ...ownKey(before, shelf) }
    shelf.items.set(id, item)
    return answeredWithItem(operation, shelf, item, writing, root)
  },
  async change({ shelf, operation, id, path, writing }, { root, maker }) {
    const before = shelf.items.get(id)
    const { body } = writing.request
    if (before === undefined) return missing(operation, path, id, writing)
    if (!isJsonObject(body)) return undefined
    const item = { ...(mergePatch(before, body) as JsonObject), ...ownKey(before, shelf) }
    const wrong = await spoilt(before, item, shelf, operation, { root, maker })
    if (wrong.length > 0) return refusedRequest(wrong)
    shelf.items.set(id, item)
    return answeredWithItem(operation, shelf, item, writing, root)
  },
  async remove({ shelf, operation, id, path, writing }, { root }) {
    const item = shelf.items.get(id)
    if (item === undefined) return missing(operation, path, id, writing)
    shelf.items.delete(id)
    if (usualResponse(root, operation) === undefined) return undescribed(writing.request.method)
    return answeredWithItem(operation, shelf, item, writing, root)
  },
}

/** In what a change would leave an item that is no longer what the document says, where it was until then. */
async function spoilt(
  before: JsonObject,
  after: JsonObject,
  shelf: Shelf,
  operation: Operation,
  { root, maker }: Ground,
): Promise<ContractViolation[]> {
  const schema = answerSchema(root, operation)
  if (schema === undefined) return []
  const inner = innerSchema(root, schema.schema, shelf.item.key)
  const violations = (item: JsonObject) =>
    maker.violations(schema.pointer, withContent(shelf.item, onlyDeclared(item, root, inner)))
  const found = await violations(after)
  if (found.length === 0 || (await violations(before)).length > 0) return []
  return found.map((violation) => ({ part: 'what the change makes of it', ...violation }))
}

function ownKey(item: JsonObject, { key }: Shelf): JsonObject {
  return { [key.name]: item[key.name] ?? null }
}

/** The item in the body that the operation answers with; without one where it has none. */
async function answeredWithItem(
  operation: Operation,
  shelf: Shelf,
  item: JsonObject,
  writing: Writing,
  root: Json,
): Promise<Response> {
  const schema = innerSchema(root, answerSchema(root, operation)?.schema, shelf.item.key)
  return answered(operation, withContent(shelf.item, onlyDeclared(item, root, schema)), writing)
}

async function answered(operation: Operation, body: Json, writing: Writing): Promise<Response> {
  const declared = usualResponse(writing.root, operation)
  if (declared === undefined) return Response.json(body)
  const media = acceptedMedia(declared.value.content, writing.request.headers.accept)
  if (media === undefined || (media !== 'none' && !isJson(media.type))) return writeResponse(declared, writing)
  return sent(declared, writing, media === 'none' ? undefined : { type: media.type, body })
}

function missing(operation: Operation, path: string, id: string, writing: Writing): Promise<Response> {
  return refused(operation, 404, `${path} has no ${id.slice(0, 60)}`, writing)
}

/** As the document says it where it does, else with the reason. */
async function refused(operation: Operation, status: number, reason: string, writing: Writing): Promise<Response> {
  const declared = responseOf(writing.root, operation, status)
  return declared?.value.content === undefined ? problem(status, reason) : writeResponse(declared, writing)
}
