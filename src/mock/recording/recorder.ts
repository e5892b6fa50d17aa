import { messageOf } from '../../core/error.ts'
import { problem } from '../openapi/problem.ts'
import { recordedBody } from './body-forms.ts'
import { type ForwardedAnswer, forward } from './forward.ts'
import { ownOrigin, type RecordedExchange } from './recorded-exchange.ts'

/** Stands in front of a real system and remembers what it was asked, unmasked and in memory only. */
export interface Recorder {
  answer(request: Request): Promise<Response>
  exchanges(): readonly RecordedExchange[]
  /** How many exchanges came when there was no more room. */
  leftOut(): number
}

/** In bytes of bodies. */
const room = 256 * 1024 * 1024

export function openRecorder(target: URL): Recorder {
  const exchanges: RecordedExchange[] = []
  let used = 0
  let leftOut = 0
  return {
    async answer(request) {
      const { origin } = new URL(request.url)
      if (!isOwnName(request.headers.get('host') ?? ''))
        return problem(421, 'a recording is made for clients on this machine: ask 127.0.0.1 or localhost')
      const asked = new Uint8Array(await request.arrayBuffer())
      const answered = await forward(target, request, asked).catch((thrown: unknown) => thrown)
      if (!isAnswer(answered))
        return problem(502, `the system that is recorded cannot be reached: ${messageOf(answered)}`)
      used += asked.length + answered.body.length
      if (used > room) leftOut++
      else exchanges.push(exchangeOf(request, asked, answered, target))
      return responseOf(answered, target.origin, origin)
    },
    exchanges: () => exchanges,
    leftOut: () => leftOut,
  }
}

/** A page of another site could else reach the system by a name of its own that leads here (DNS rebinding). */
function isOwnName(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)
}

function isAnswer(value: unknown): value is ForwardedAnswer {
  return typeof value === 'object' && value !== null && 'body' in value
}

function exchangeOf(request: Request, asked: Uint8Array, answered: ForwardedAnswer, { origin }: URL): RecordedExchange {
  const { pathname, searchParams } = new URL(request.url)
  const type = answered.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const sent = recordedBody(asked, request.headers.get('content-type') ?? '')
  const got = recordedBody(withOrigin(answered.body, type, origin, ownOrigin), type)
  return {
    request: {
      method: request.method,
      path: pathname,
      query: [...searchParams],
      headers: Object.fromEntries(request.headers),
      ...(sent !== undefined && { body: sent }),
    },
    response: {
      status: answered.status,
      headers: answered.headers.map(([name, value]) => [name, value.replaceAll(origin, ownOrigin)] as const),
      ...(got !== undefined && { body: got }),
    },
  }
}

/** Links to the system lead to the mock, so that a client that follows them stays here. */
function responseOf({ status, headers, body }: ForwardedAnswer, from: string, to: string): Response {
  const all = new Headers()
  for (const [name, value] of headers) all.append(name, value.replaceAll(from, to))
  const bodiless = status === 204 || status === 205 || status === 304
  const type = all.get('content-type') ?? ''
  return new Response(bodiless ? null : withOrigin(body, type, from, to), { status, headers: all })
}

function withOrigin(body: Buffer, type: string, from: string, to: string): Uint8Array<ArrayBuffer> {
  if (!/json|xml|text|html/i.test(type) || !body.includes(from)) return new Uint8Array(body)
  return new TextEncoder().encode(body.toString().replaceAll(from, to))
}
