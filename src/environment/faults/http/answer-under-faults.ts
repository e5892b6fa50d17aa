import type { ServerResponse } from 'node:http'
import { drawDelay, type FaultKind } from '../../../core/fault-effect.ts'
import type { FaultBoard, FaultTarget } from '../../../core/faults.ts'
import type { Json } from '../../../core/json.ts'
import { pauseWhileOpen } from '../wall-pause.ts'
import { down } from './down.ts'
import { type HttpFault, sendWhole, type WholeAnswer } from './exchange.ts'
import { lostAck } from './lost-ack.ts'
import { malform } from './malform.ts'
import { reset } from './reset.ts'
import { status } from './status.ts'
import { truncate } from './truncate.ts'

/** What faults over HTTP do in place of an answer. Latency comes before any of them. */
const httpFaults = { down, status, reset, truncate, malform, lostAck } as const satisfies {
  [K in FaultKind]?: HttpFault<K>
}

type HttpFaultKind = keyof typeof httpFaults

const kinds = Object.keys(httpFaults) as HttpFaultKind[]

/** A request as conditions read it. */
export interface RequestSubject {
  method: string
  path: string
  query: Readonly<Record<string, string>>
  /** By names in lower case. */
  headers: Readonly<Record<string, string>>
  /** The value of a JSON body, else its text; `null` when there is none. */
  body: Json
}

export interface FaultyExchange {
  board: FaultBoard
  system: string
  request: RequestSubject
  outgoing: ServerResponse
  proceed(): Promise<WholeAnswer>
}

/** Answers a request to a system that has faults. Gives the status, 0 when the connection was cut before there was one. */
export async function answerUnderFaults({
  board,
  system,
  request,
  outgoing,
  proceed,
}: FaultyExchange): Promise<number> {
  const on: FaultTarget = { kind: 'system', name: system }
  const subject = { request: { ...request, query: { ...request.query }, headers: { ...request.headers } } }
  const what = `${request.method} ${request.path}`
  const slow = board.strike(on, ['latency'], subject)
  if (slow !== undefined) {
    const delay = drawDelay(slow.effect.delay, slow.random)
    slow.fire(`${what}, ${Math.round(delay)} ms late`)
    await pauseWhileOpen(delay, outgoing)
    if (outgoing.destroyed) return 0
  }
  const struck = board.strike(on, kinds, subject)
  if (struck === undefined) return sendWhole(outgoing, await proceed())
  struck.fire(what)
  const { effect, random } = struck
  return (httpFaults[effect.kind] as HttpFault<HttpFaultKind>)(effect, { outgoing, random, proceed })
}
