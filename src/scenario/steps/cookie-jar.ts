import type { Instant } from '../../core/clock.ts'

/** The cookies of one line of steps (RFC 6265), for those of its requests that ask for them. */
export interface CookieJar {
  /** Takes what an answer sets. What is meant for another host is left out. */
  set(url: URL, lines: readonly string[], now: Instant): void
  /** The value of the header `Cookie`; nothing when there is none to send. */
  header(url: URL, now: Instant): string | undefined
  /** The same cookies for a line that begins here. */
  copy(): CookieJar
}

interface Cookie {
  name: string
  value: string
  host: string
  /** Without `Domain`, only the host itself is sent the cookie. */
  hostOnly: boolean
  path: string
  secure: boolean
  expires: Instant
}

const most = 300

export function cookieJar(initial: readonly Cookie[] = []): CookieJar {
  let cookies = [...initial]
  return {
    set(url, lines, now) {
      for (const line of lines) {
        const cookie = cookieOf(line, url, now)
        if (cookie === undefined) continue
        const others = cookies.filter((known) => !isSame(known, cookie))
        cookies = cookie.expires > now ? [...others, cookie].slice(-most) : others
      }
    },
    header(url, now) {
      cookies = cookies.filter(({ expires }) => expires > now)
      const meant = cookies.filter((cookie) => isFor(cookie, url)).toSorted((a, b) => b.path.length - a.path.length)
      return meant.length === 0 ? undefined : meant.map(({ name, value }) => `${name}=${value}`).join('; ')
    },
    copy: () => cookieJar(cookies),
  }
}

function isSame(a: Cookie, b: Cookie): boolean {
  return a.name === b.name && a.host === b.host && a.path === b.path
}

function isFor({ host, hostOnly, path, secure }: Cookie, url: URL): boolean {
  const here = hostOf(url)
  if (here !== host && (hostOnly || !here.endsWith(`.${host}`))) return false
  if (secure && url.protocol !== 'https:' && !isLoopback(url.hostname)) return false
  return url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}

/** On loopback addresses the port stands for what is a host elsewhere: each mirror has its own. */
function hostOf({ hostname, host }: URL): string {
  return isLoopback(hostname) ? host : hostname
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function cookieOf(line: string, url: URL, now: Instant): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, Math.max(at, 0)).trim()
  if (at < 0 || name === '') return undefined
  const attributes = new Map(
    rest.map((attribute) => {
      const [key = '', ...value] = attribute.split('=')
      return [key.trim().toLowerCase(), value.join('=').trim()]
    }),
  )
  const here = hostOf(url)
  const domain = attributes.get('domain')?.toLowerCase().replace(/^\./, '') ?? ''
  const hostOnly = domain === '' || domain === url.hostname
  if (!hostOnly && (!domain.includes('.') || !here.endsWith(`.${domain}`))) return undefined
  const path = attributes.get('path') ?? ''
  return {
    name,
    value: pair.slice(at + 1).trim(),
    host: hostOnly ? here : domain,
    hostOnly,
    path: path.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure: attributes.has('secure'),
    expires: expiryOf(attributes, now),
  }
}

/** `Max-Age` goes before `Expires`; without them a cookie lasts as long as the run. */
function expiryOf(attributes: ReadonlyMap<string, string>, now: Instant): Instant {
  const age = attributes.get('max-age')
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1_000
  const date = Date.parse(attributes.get('expires') ?? '')
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date
}
