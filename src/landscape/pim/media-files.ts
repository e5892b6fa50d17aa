import type { HttpHandler } from 'msw'
import type { Document } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'
import { InvalidData } from './akeneo-error.ts'
import { halPage } from './paging.ts'
import type { PimApi } from './pim-api.ts'
import { patchedProduct } from './product-data.ts'
import { parseObject } from './request-body.ts'
import { readSearch } from './search.ts'
import { readStructure } from './structure.ts'

const at = '/api/rest/v1/media-files'

/** Pictures and files: their list, one of them, its bytes, and the upload to an attribute of a product. */
export function mediaRoutes(api: PimApi): HttpHandler[] {
  const { store, route, lane } = api
  const files = store.collection('media_file')
  const required = async (code: string): Promise<Document> => {
    const [found] = await files.find({ code }, { limit: 1 })
    if (found === undefined) throw new Refusal(404, '404', `Media file "${code.slice(0, 80)}" does not exist.`)
    return found
  }
  return [
    route('get', at, async ({ url }) => {
      const filter = readSearch(url.searchParams.get('search'), {})
      const present = (document: Document): JsonObject => mediaJson(document, url)
      return Response.json(await halPage(url, { collection: files, filter, key: 'code', searchAfter: false, present }))
    }),
    route('get', `${at}/*`, async ({ url }) => {
      // Codes have slashes in them.
      const rest = url.pathname
        .slice(at.length + 1)
        .split('/')
        .map(decodeURIComponent)
        .join('/')
      const download = rest.endsWith('/download')
      const file = await required(download ? rest.slice(0, -'/download'.length) : rest)
      return download ? bytesOf(file) : Response.json(mediaJson(file, url))
    }),
    route('post', at, async (call) => {
      const upload = await readUpload(call)
      return lane(async () => {
        const code = await storeUpload(api, upload)
        const location = `${call.url.origin}${at}/${code}`
        return new Response(null, { status: 201, headers: { location, 'asset-media-file-code': code } })
      })
    }),
  ]
}

function mediaJson({ code, original_filename, mime_type, size }: Document, url: URL): JsonObject {
  const self = `${url.origin}${at}/${String(code)}`
  return {
    code: String(code),
    original_filename: String(original_filename),
    mime_type: String(mime_type),
    size: Number(size),
    extension: /\.([a-z0-9]+)$/i.exec(String(original_filename))?.[1] ?? '',
    _links: { self: { href: self }, download: { href: `${self}/download` } },
  }
}

function bytesOf({ code, mime_type, content }: Document): Response {
  if (typeof content !== 'string')
    throw new Refusal(404, '404', `Media file "${String(code)}" is not present on the filesystem.`)
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': String(mime_type) } })
}

interface Upload {
  file: File
  /** `identifier`, `attribute`, `locale`, `scope`. */
  product: JsonObject
}

async function readUpload({ request }: ApiCall): Promise<Upload> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) {
    const message = `"${type.slice(0, 80)}" in "Content-Type" header is not valid. Only "multipart/form-data" is allowed.`
    throw new Refusal(415, '415', message)
  }
  const form = await request.formData().catch(() => undefined)
  const file = form?.get('file')
  const product = form?.get('product')
  if (!(file instanceof File) || file.name === '') throw new Refusal(422, '422', 'Property "file" is required.')
  if (typeof product !== 'string') throw new Refusal(422, '422', 'Property "product" is required.')
  return { file, product: parseObject(product) }
}

/** Keeps the file, and names it in the product's value. */
async function storeUpload({ store, clock, newId }: PimApi, { file, product }: Upload): Promise<string> {
  const { identifier, attribute, locale = null, scope = null } = product
  const [known] = await store.collection('product').find({ identifier }, { limit: 1 })
  if (known === undefined)
    throw new InvalidData([
      { property: 'product', message: `Product "${String(identifier).slice(0, 60)}" does not exist.` },
    ])
  const structure = await readStructure(store)
  const type = structure.attributes.get(String(attribute))?.type ?? ''
  if (!['pim_catalog_image', 'pim_catalog_file'].includes(type))
    throw new InvalidData([{ property: 'attribute', message: 'The attribute is not a media attribute.' }])
  const now = new Date(clock.now())
  const id = newId()
  const code = `${id.charAt(0)}/${id.charAt(1)}/${id}_${file.name.replace(/[^\w.-]/g, '_').slice(-100)}`
  const values = { [String(attribute)]: [{ locale, scope, data: code }] }
  const changed = patchedProduct(known, { values }, structure, now)
  const content = Buffer.from(await file.arrayBuffer())
  await store.collection('media_file').insert([
    {
      code,
      original_filename: file.name,
      mime_type: file.type === '' ? 'application/octet-stream' : file.type,
      size: content.length,
      content: content.toString('base64'),
      created: now,
    },
  ])
  await store.collection('product').replace({ _id: known._id }, changed)
  return code
}
