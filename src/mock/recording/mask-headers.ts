import { type ExchangeMasking, maskedPath } from './mask-exchange.ts'

/** Headers that say nothing of anybody; the text of these is looked at all the same. All others are left out. */
const requestHeaders = /^(accept|accept-language|content-type|if-match|if-none-match|prefer|soapaction)$/
const responseHeaders =
  /^(content-type|content-language|cache-control|etag|last-modified|vary|allow|retry-after|link|location|www-authenticate|deprecation|sunset|x-ratelimit-[a-z]+|ratelimit-[a-z]+)$/
/** A figure or a switch. */
const harmless = /^(\d{1,6}|true|false)$/

export function maskedRequestHeaders(
  headers: Readonly<Record<string, string>>,
  masking: ExchangeMasking,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (name === 'authorization') return [[name, maskedAuthorization(value, masking)]]
      if (name === 'cookie') return [[name, maskedCookies(value, masking)]]
      if (requestHeaders.test(name)) return [[name, masking.text(value)]]
      return masking.isPersonal(name) ? [[name, masking.secret(value)]] : []
    }),
  )
}

export function maskedResponseHeaders(
  headers: readonly (readonly [string, string])[],
  masking: ExchangeMasking,
): [string, string][] {
  return headers.flatMap(([given, value]): [string, string][] => {
    const name = given.toLowerCase()
    if (name === 'set-cookie') return [[name, maskedSetCookie(value, masking)]]
    if (name === 'location' || name === 'link') return [[name, maskedPath(value, masking)]]
    if (responseHeaders.test(name)) return [[name, masking.text(value)]]
    if (masking.isPersonal(name)) return [[name, masking.secret(value)]]
    return harmless.test(value) && !/^content-length$|^age$/.test(name) ? [[name, value]] : []
  })
}

/** `Bearer …`: the scheme is kept. */
function maskedAuthorization(value: string, masking: ExchangeMasking): string {
  const [, scheme = ''] = /^([\w-]{1,20}) /.exec(value) ?? []
  return `${scheme} ${masking.secret(value.slice(scheme.length).trim())}`.trim()
}

function maskedCookies(value: string, masking: ExchangeMasking): string {
  return value
    .split(';')
    .map((cookie) => maskedPair(cookie.trim(), masking))
    .join('; ')
}

function maskedSetCookie(value: string, masking: ExchangeMasking): string {
  const [cookie = '', ...attributes] = value.split(';')
  const kept = attributes.filter((attribute) => !/^\s*domain\s*=/i.test(attribute))
  return [maskedPair(cookie.trim(), masking), ...kept].join(';')
}

/** The same secret in a cookie and in a body has the same stand-in. */
function maskedPair(cookie: string, masking: ExchangeMasking): string {
  const at = cookie.indexOf('=')
  return at === -1 ? masking.secret(cookie) : `${cookie.slice(0, at)}=${masking.secret(cookie.slice(at + 1))}`
}
