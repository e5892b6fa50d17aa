import type { Document } from '../../core/document-store.ts'
import { codeOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import { InvalidData, unexpected } from './akeneo-error.ts'
import { bulkRoutes, type Save } from './entity-routes.ts'
import { halPage } from './paging.ts'
import type { PimApi } from './pim-api.ts'
import { emptyProduct, patchedProduct } from './product-data.ts'
import { neededFields, productJson } from './product-json.ts'
import { readProductSearch } from './product-search.ts'
import { readStructure, type Structure } from './structure.ts'

/** By which of its two names a product is known in a path. */
type ProductKey = 'identifier' | 'uuid'

/** The routes of products, by identifier under `products`, and by uuid under `products-uuid`. */
export function productRoutes(api: PimApi, path: 'products' | 'products-uuid'): ReturnType<typeof bulkRoutes> {
  const { store, clock, route, lane } = api
  const products = store.collection('product')
  const key: ProductKey = path === 'products' ? 'identifier' : 'uuid'
  const at = `/api/rest/v1/${path}`

  const one = async (value: string): Promise<Document | undefined> =>
    (await products.find({ [key]: value }, { limit: 1 }))[0]
  const required = async (value: string): Promise<Document> => {
    const found = await one(value)
    if (found !== undefined) return found
    const message = `Product "${value.slice(0, 60)}" does not exist or you do not have permission to access it.`
    throw new Refusal(404, '404', message)
  }
  /** What products are made of is looked at once in a request. */
  const begin = (): Save => {
    let structure: Promise<Structure> | undefined
    return (value, patch, mustBeNew) =>
      lane(async () => {
        const known = await one(value)
        if (known !== undefined && mustBeNew) throw takenName(key, value)
        structure ??= readStructure(store)
        return saveProduct(api, key, known, { ...patch, [key]: value }, await structure)
      })
  }

  return [
    route('get', at, async ({ url }) => {
      const search = url.searchParams.get('search')
      const filter =
        search === null ? {} : readProductSearch(search, (await readStructure(store)).attributes, clock.now)
      const present = (document: Document): JsonObject => productJson(document, url.searchParams)
      const projection = neededFields(url.searchParams)
      return Response.json(
        await halPage(url, { collection: products, filter, key, searchAfter: true, present, projection }),
      )
    }),
    route('get', `${at}/:${key}`, async ({ params, url }) =>
      Response.json(productJson(await required(params[key] ?? ''), url.searchParams)),
    ),
    route('delete', `${at}/:${key}`, async ({ params }) =>
      lane(async () => {
        await required(params[key] ?? '')
        await products.delete({ [key]: params[key] })
        return new Response(null, { status: 204 })
      }),
    ),
    ...bulkRoutes({ route, at, key, begin, ...(key === 'uuid' && { newKey: () => newUuid(api) }) }),
  ]
}

/** Writes one product: 201 when it is new, else 204. Called in the lane. */
async function saveProduct(
  { store, clock, newId }: PimApi,
  key: ProductKey,
  known: Document | undefined,
  patch: JsonObject,
  structure: Structure,
): Promise<number> {
  const products = store.collection('product')
  const now = new Date(clock.now())
  const identifier = typeof patch.identifier === 'string' ? patch.identifier : null
  const uuid = key === 'uuid' ? requireUuid(String(patch.uuid)) : newUuid({ newId })
  const product = patchedProduct(known ?? emptyProduct(identifier, uuid, now), patch, structure, now)
  if (product.identifier === null)
    throw new InvalidData([{ property: 'identifier', message: 'This value should not be blank.' }])
  await refuseTakenValues(products, product, structure)
  try {
    if (known === undefined) await products.insert([product])
    else await products.replace({ _id: known._id }, product)
  } catch (thrown) {
    if (codeOf((thrown as Error).cause) !== 11_000) throw thrown
    throw takenName('identifier', String(product.identifier))
  }
  return known === undefined ? 201 : 204
}

function takenName(property: ProductKey, value: string): InvalidData {
  const message = `The ${value.slice(0, 60)} ${property} is already used for another product.`
  return new InvalidData([{ property, message }])
}

/** Attributes that are unique have each value in one product only. */
async function refuseTakenValues(
  products: ReturnType<PimApi['store']['collection']>,
  product: Document,
  { attributes }: Structure,
): Promise<void> {
  const values = (product.values ?? {}) as Record<string, { data: unknown }[]>
  for (const [code, list] of Object.entries(values)) {
    if (attributes.get(code)?.unique !== true) continue
    const data = list.map((value) => value.data)
    const taken = await products.count({ [`values.${code}.data`]: { $in: data }, uuid: { $ne: product.uuid } })
    if (taken === 0) continue
    const message = `The value of the ${code} attribute is already set on another product.`
    throw new InvalidData([{ property: 'values', message, attribute: code, locale: null, scope: null }])
  }
}

function requireUuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw unexpected('Property "uuid" expects a valid uuid as data.')
  return text.toLowerCase()
}

/** A random uuid (RFC 9562, version 4) of what the landscape draws. */
function newUuid({ newId }: Pick<PimApi, 'newId'>): string {
  const drawn = newId().padEnd(32, '0')
  const [a, b, c, d, e] = [
    drawn.slice(0, 8),
    drawn.slice(8, 12),
    drawn.slice(13, 16),
    drawn.slice(17, 20),
    drawn.slice(20, 32),
  ]
  return `${a}-${b}-4${c}-a${d}-${e}`
}
