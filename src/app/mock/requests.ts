import type { MockedExchange } from '../../mock/traffic/traffic.ts'
import type { KeySource } from '../keys/key-from.ts'

export type { MockedExchange }

/** What `standin mock` is asked to serve. */
export interface MockRequest {
  served: ServedRequest
  /** The port of the first API; the others get those that follow. Any free ones when nothing is said. */
  port?: number
  /** Everything that is made up or drawn comes from it. */
  seed: string
  /** As typed: `normal:80ms,20ms`. */
  latency?: string
  /** As typed: `status:503@5%`. */
  faults: readonly string[]
}

export type ServedRequest = ApisRequest | RecordRequest | ReplayRequest

/** Names of mirrors and OpenAPI documents; all mirrors when empty. */
export interface ApisRequest {
  kind: 'apis'
  targets: readonly string[]
  /** Every request to a document is answered as if it were the first. */
  stateless: boolean
}

/** A real system, what it is asked, and what it answers. */
export interface RecordRequest {
  kind: 'record'
  url: string
  /** The directory for the recording. */
  to: string
  key: KeySource
  /** Names of properties whose name is not to count. */
  keep: readonly string[]
  /** Names of properties that are replaced whatever they are called. */
  mask: readonly string[]
}

export interface ReplayRequest {
  kind: 'replay'
  /** The directory of the recording. */
  from: string
  /** The key that it was made with, so that requests with the values that were masked are known. */
  key?: KeySource
}

/** What is served, and where. */
export interface MockStatus {
  /** The live page. */
  page: string
  apis: readonly {
    name: string
    kind: string
    title: string
    url: string
    credentials: Readonly<Record<string, string>>
  }[]
}

export interface MockListener {
  onReady(status: MockStatus): void
  onExchange(exchange: MockedExchange): void
  /** One sentence on something that went wrong behind the APIs, or that was done at the end. */
  onNote(sentence: string): void
}
