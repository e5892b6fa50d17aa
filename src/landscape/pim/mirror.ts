import { HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import type { Document, DocumentStore } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Mirror } from '../mirror.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { readSearch } from './search.ts'
import { tokenBook, tokenLifetimeSeconds } from './tokens.ts'

export interface PimOptions {
  store: DocumentStore
  clock: Clock
  credentials: { clientId: string; secret: string; user: string; password: string }
  newId(): string
}

const largestPage = 100

/** A PIM in the shape of Akeneo's REST API: an OAuth token, HAL pages. */
export function pimMirror({ store, clock, credentials, newId }: PimOptions): Mirror {
  const tokens = tokenBook(newId)
  const products = store.collection('product')
  const route = routesWith((refusal) =>
    HttpResponse.json({ code: refusal.status, message: refusal.message }, { status: refusal.status }),
  )

  const requireToken = ({ request }: ApiCall): void => {
    const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
    if (!tokens.isValid(token, clock.now())) throw new Refusal(401, '401', 'The access token provided is invalid.')
  }

  return {
    handlers: [
      route('post', '/api/oauth/v1/token', async (call) => {
        const body = await call.json()
        const client = Buffer.from(`${credentials.clientId}:${credentials.secret}`).toString('base64')
        const clientKnown = call.request.headers.get('authorization') === `Basic ${client}`
        if (!clientKnown || body.username !== credentials.user || body.password !== credentials.password) {
          throw new Refusal(422, '422', 'No user found for the given username and password')
        }
        return HttpResponse.json({
          access_token: tokens.issue(clock.now()),
          expires_in: tokenLifetimeSeconds,
          token_type: 'bearer',
          scope: null,
        })
      }),
      route('get', '/api/rest/v1/products', async (call) => {
        requireToken(call)
        const limit = readNumber(call.url, 'limit', 10)
        if (limit > largestPage) throw new Refusal(422, '422', 'You cannot request more than 100 items.')
        const page = readNumber(call.url, 'page', 1)
        const filter = readSearch(call.url.searchParams.get('search'))
        const found = await products.find(filter, {
          sort: { identifier: 1 },
          skip: (page - 1) * limit,
          limit: limit + 1,
          projection: { _id: 0 },
        })
        return HttpResponse.json(halPage(call.url, page, limit, found))
      }),
      route('get', '/api/rest/v1/products/:identifier', async (call) => {
        requireToken(call)
        const identifier = call.params.identifier ?? ''
        const [product] = await products.find({ identifier }, { limit: 1, projection: { _id: 0 } })
        if (product === undefined)
          throw new Refusal(
            404,
            '404',
            `Product "${identifier.slice(0, 60)}" does not exist or you do not have permission to access it.`,
          )
        return HttpResponse.json(product as JsonObject)
      }),
    ],
  }
}

/** One item more than the page says that there is a next one. */
function halPage(url: URL, page: number, limit: number, found: readonly Document[]): JsonObject {
  const link = (number: number): JsonObject => {
    const target = new URL(url)
    target.searchParams.set('page', String(number))
    target.searchParams.set('limit', String(limit))
    return { href: target.toString() }
  }
  return {
    _links: {
      self: link(page),
      first: link(1),
      ...(page > 1 && { previous: link(page - 1) }),
      ...(found.length > limit && { next: link(page + 1) }),
    },
    current_page: page,
    _embedded: { items: found.slice(0, limit) as JsonObject[] },
  }
}

function readNumber(url: URL, name: string, otherwise: number): number {
  const text = url.searchParams.get(name)
  if (text === null) return otherwise
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Refusal(422, '422', `"${name}" must be a positive whole number.`)
  return Number(text)
}
