import type { ServerResponse } from 'node:http'
import type { EffectOf, FaultKind } from '../../../core/fault-effect.ts'
import type { Random } from '../../../core/random.ts'

/** An answer with all of its body. */
export interface WholeAnswer {
  status: number
  /** As they are sent; a name may occur several times. What frames the body is left out. */
  headers: readonly (readonly [name: string, value: string])[]
  body: Buffer
}

/** A request that a fault has taken. */
export interface StruckExchange {
  outgoing: ServerResponse
  random: Random
  /** Has the request processed as if there was no fault. */
  proceed(): Promise<WholeAnswer>
}

/** Answers in the fault's way. Gives the status that was sent, 0 when the connection was cut before there was one. */
export type HttpFault<K extends FaultKind> = (effect: EffectOf<K>, exchange: StruckExchange) => Promise<number>

const framing = /^(content-length|transfer-encoding|connection|keep-alive)$/i

/** The headers without those that frame a body, which change with it. */
export function withoutFraming(headers: Iterable<readonly [string, string]>): [string, string][] {
  return [...headers].filter(([name]) => !framing.test(name)).map(([name, value]) => [name, value])
}

export function sendWhole(outgoing: ServerResponse, { status, headers, body }: WholeAnswer): number {
  writeHead(outgoing, status, headers, body.length)
  outgoing.end(body)
  return status
}

/** Announces a body of this length. */
export function writeHead(
  outgoing: ServerResponse,
  status: number,
  headers: WholeAnswer['headers'],
  length: number,
): void {
  outgoing.statusCode = status
  for (const [name, value] of headers) outgoing.appendHeader(name, value)
  if (status !== 204 && status !== 304) outgoing.setHeader('content-length', length)
}

/** Resets the connection: whatever was not read by then is lost. */
export function cutConnection(outgoing: ServerResponse): number {
  outgoing.socket?.resetAndDestroy()
  return 0
}
