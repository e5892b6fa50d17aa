import type { Clock } from '../../core/clock.ts'
import type { DocumentStore } from '../../core/document-store.ts'
import type { Mirror } from '../mirror.ts'
import { type Route, routesWith } from '../routes.ts'
import { akeneoError } from './akeneo-error.ts'
import { entities } from './entities.ts'
import { entityRoutes } from './entity-routes.ts'
import { grantTokens, type PimCredentials, requireToken } from './login.ts'
import { mediaRoutes } from './media-files.ts'
import { productRoutes } from './products.ts'
import { tokenBook } from './tokens.ts'
import { writeLane } from './write-lane.ts'

export interface PimOptions {
  store: DocumentStore
  clock: Clock
  credentials: PimCredentials
  newId(): string
}

/** A PIM in the shape of Akeneo's REST API: OAuth tokens, HAL pages, and lines of JSON for writing many at once. */
export function pimMirror({ store, clock, credentials, newId }: PimOptions): Mirror {
  const tokens = tokenBook(newId)
  const open = routesWith(akeneoError)
  const route: Route = (method, path, serve) =>
    open(method, path, async (call) => {
      requireToken(call, tokens, clock)
      return serve(call)
    })
  const api = { store, clock, route, lane: writeLane(), newId }
  return {
    refuse: akeneoError,
    handlers: [
      open('post', '/api/oauth/v1/token', (call) => grantTokens(call, tokens, credentials, clock)),
      ...productRoutes(api, 'products'),
      ...productRoutes(api, 'products-uuid'),
      ...entities.flatMap((entity) => entityRoutes(api, entity)),
      ...mediaRoutes(api),
    ],
  }
}
