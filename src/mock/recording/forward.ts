import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, inflateSync, unzipSync } from 'node:zlib'

/** What a real system answered, with its body as it was before it was packed. */
export interface ForwardedAnswer {
  status: number
  headers: readonly (readonly [name: string, value: string])[]
  body: Buffer
}

/** Of one connection, or of a body that is no longer packed. */
const ownHeaders =
  /^(connection|keep-alive|proxy-connection|transfer-encoding|upgrade|te|trailer|content-length|content-encoding)$/i

/** Asks the target what was asked of a mock. */
export async function forward(target: URL, request: Request, body: Uint8Array): Promise<ForwardedAnswer> {
  const { pathname, search } = new URL(request.url)
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const headers = Object.fromEntries([...request.headers].filter(([name]) => !ownHeaders.test(name) && name !== 'host'))
  const outgoing = send(target, {
    method: request.method,
    path: `${target.pathname.replace(/\/$/, '')}${pathname}${search}`,
    headers: {
      ...headers,
      host: target.host,
      'accept-encoding': 'identity',
      ...(body.length > 0 && { 'content-length': String(body.length) }),
    },
  })
  outgoing.end(body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const packed = await buffer(answer)
  const raw = answer.rawHeaders
  const pairs = Array.from(
    { length: raw.length / 2 },
    (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''] as const,
  )
  return {
    status: answer.statusCode ?? 502,
    headers: pairs.filter(([name]) => !ownHeaders.test(name) && !/^date$/i.test(name)),
    body: unpacked(packed, String(answer.headers['content-encoding'] ?? '')),
  }
}

function unpacked(bytes: Buffer, encoding: string): Buffer {
  if (bytes.length === 0 || encoding === '' || encoding === 'identity') return bytes
  if (encoding === 'br') return brotliDecompressSync(bytes)
  return encoding === 'deflate' ? inflateSync(bytes) : unzipSync(bytes)
}
