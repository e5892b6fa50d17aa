import type { Instant } from '../../core/clock.ts'
import type { Parts } from '../../core/detail.ts'
import type { Milliseconds } from '../../core/duration.ts'

/** A request to a mock and its answer. Everything in it has been masked. */
export interface MockedExchange {
  type: 'exchange'
  /** Counts from 1. */
  number: number
  /** When it was answered. */
  at: Instant
  api: string
  /** Who asked, where it is a part of the landscape. */
  from?: string
  method: string
  path: string
  /** 0 when a fault cut the connection before there was an answer. */
  status: number
  duration: Milliseconds
  /** The faults that struck it. */
  faults: readonly string[]
  request: Parts
  response: Parts
}

/** What the mocks have been asked, for those who watch. */
export interface Traffic {
  add(exchange: Omit<MockedExchange, 'type' | 'number' | 'faults'>): void
  /** A fault strikes the request that is told of next with this method and path. */
  struck(api: string, fault: string, what: string): void
  /** The last ones, the oldest first. */
  recent(): readonly MockedExchange[]
  total(): number
  /** Calls for every exchange, until the function that it gives is called. */
  onExchange(listener: (exchange: MockedExchange) => void): () => void
}

const mostKept = 500

export function openTraffic(): Traffic {
  const kept: MockedExchange[] = []
  const listeners = new Set<(exchange: MockedExchange) => void>()
  const strikes = new Map<string, string[]>()
  let number = 0
  return {
    add(exchange) {
      const key = `${exchange.api} ${exchange.method} ${exchange.path}`
      const faults = strikes.get(key) ?? []
      strikes.delete(key)
      const added: MockedExchange = { type: 'exchange', number: ++number, ...exchange, faults }
      kept.push(added)
      if (kept.length > mostKept) kept.shift()
      for (const listener of listeners) listener(added)
    },
    struck(api, fault, what) {
      const key = `${api} ${what.replace(/, \d+ ms late$/, '')}`
      strikes.set(key, [...(strikes.get(key) ?? []), fault])
    },
    recent: () => kept,
    total: () => number,
    onExchange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
