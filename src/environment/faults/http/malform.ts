import type { Random } from '../../../core/random.ts'
import { type HttpFault, sendWhole } from './exchange.ts'

/** The request is processed; its answer keeps status and headers, but the body is not what they say. */
export const malform: HttpFault<'malform'> = async ({ as }, { outgoing, random, proceed }) => {
  const { status, headers, body } = await proceed()
  return sendWhole(outgoing, { status, headers, body: forms[as](body, random) })
}

const forms: Record<'json' | 'html' | 'bytes', (body: Buffer, random: Random) => Buffer> = {
  /** A comma stands where the last bracket was. */
  json: (body) => Buffer.concat([body.subarray(0, Math.max(0, body.length - 1)), Buffer.from(',')]),
  /** What a proxy says when it has lost its way. */
  html: () => Buffer.from('<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>'),
  /** Bytes that are neither text nor JSON. */
  bytes: (body, random) => Buffer.from(Array.from({ length: Math.max(16, body.length) }, () => 128 + random.below(64))),
}
