import type { HttpHandler } from 'msw'
import type { Document } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../routes.ts'
import { InvalidData } from './akeneo-error.ts'
import { patchLines } from './bulk.ts'
import { type Entity, patchedEntity } from './entities.ts'
import { halPage } from './paging.ts'
import type { PimApi } from './pim-api.ts'
import { readObject } from './request-body.ts'
import { equality, membership, readSearch } from './search.ts'

export interface WriteRoutes {
  route: Route
  /** The path of the list. */
  at: string
  /** The field by which records are known. */
  key: string
  /** For each request. */
  begin(): Save
  /** For a record that is sent without a key; without it, the key is needed. */
  newKey?(): string
}

/** Writes one record, 201 or 204. Refused with 422 when it must be new and is not. */
export type Save = (key: string, record: JsonObject, mustBeNew: boolean) => Promise<number>

/** POST of one record, PATCH of one, and PATCH of many, a line each. */
export function bulkRoutes({ route, at, key, begin, newKey }: WriteRoutes): HttpHandler[] {
  const answer = (url: URL, value: string, status: number): Response =>
    new Response(null, { status, headers: { location: `${url.origin}${at}/${encodeURIComponent(value)}` } })
  return [
    route('post', at, async (call) => {
      const body = await readObject(call)
      const given = body[key] ?? newKey?.()
      if (typeof given !== 'string' || given.trim() === '')
        throw new InvalidData([{ property: key, message: 'This value should not be blank.' }])
      return answer(call.url, given, await begin()(given, body, true))
    }),
    route('patch', at, (call) => {
      const save = begin()
      return patchLines(call, key, (value, record) => save(value, record, false))
    }),
    route('patch', `${at}/:${key}`, async (call) => {
      const value = call.params[key] ?? ''
      const body = await readObject(call)
      if (body[key] !== undefined && body[key] !== value) {
        const message = `The ${key} "${String(body[key]).slice(0, 60)}" provided in the request body must match the ${key} "${value.slice(0, 60)}" provided in the url.`
        throw new Refusal(422, '422', message)
      }
      return answer(call.url, value, await begin()(value, body, false))
    }),
  ]
}

/** Lists and single ones of families, attributes, categories, channels and locales, and writing where Akeneo has it. */
export function entityRoutes({ store, route, lane }: PimApi, entity: Entity): HttpHandler[] {
  const { path, collection: name, label } = entity
  const collection = store.collection(name)
  const at = `/api/rest/v1/${path}`
  const present = ({ _id, ...document }: Document): JsonObject => document as JsonObject
  const one = async (code: string): Promise<Document | undefined> => (await collection.find({ code }, { limit: 1 }))[0]
  const save: Save = (code, patch, mustBeNew) =>
    lane(async () => {
      const known = await one(code)
      if (known !== undefined && mustBeNew)
        throw new InvalidData([{ property: 'code', message: 'This value is already used.' }])
      const changed = await patchedEntity(entity, known, { ...patch, code }, store)
      if (known === undefined) await collection.insert([changed])
      else await collection.replace({ _id: known._id }, changed)
      await entity.afterChange?.(store, changed)
      return known === undefined ? 201 : 204
    })
  return [
    route('get', at, async ({ url }) => {
      const properties = Object.fromEntries(entity.searchable.map((field) => [field, { ...equality, ...membership }]))
      const filter = readSearch(url.searchParams.get('search'), properties)
      return Response.json(await halPage(url, { collection, filter, key: 'code', searchAfter: false, present }))
    }),
    route('get', `${at}/:code`, async ({ params: { code = '' } }) => {
      const found = await one(code)
      if (found === undefined)
        throw new Refusal(404, '404', `${label} "${code.slice(0, 60)}" does not exist or is not accessible.`)
      return Response.json(present(found))
    }),
    ...(entity.fields === undefined ? [] : bulkRoutes({ route, at, key: 'code', begin: () => save })),
  ]
}
