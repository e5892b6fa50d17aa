import type { IncomingMessage } from 'node:http'

export interface PageRefusal {
  status: number
  reason: string
}

/**
 * Why a request to the page is not answered. A name of somebody else that leads to this machine (DNS rebinding) is told
 * by the `Host` header, a request of another site's page by what browsers say of it, and nothing here can be changed.
 */
export function refusalOf({ method, headers, url }: IncomingMessage, authority: string): PageRefusal | undefined {
  const port = authority.split(':')[1]
  const host = headers.host?.toLowerCase()
  if (host !== authority && host !== `localhost:${port}`)
    return { status: 421, reason: `this is http://${authority}/, and not what the Host header says` }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: 'this page is for looking only' }
  const origin = headers.origin?.toLowerCase()
  const isOwn = origin === undefined || origin === `http://${host}`
  const site = headers['sec-fetch-site']
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && url === '/'
  const isForeign = site === 'cross-site' || site === 'same-site'
  return isOwn && (!isForeign || isNavigation) ? undefined : { status: 403, reason: 'only its own page may read this' }
}
