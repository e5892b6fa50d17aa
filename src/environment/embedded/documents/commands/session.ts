import type { ScramConversation } from '../wire/scram.ts'

/** What the server knows of one connection. */
export interface Session {
  readonly id: number
  authenticated: boolean
  conversation?: ScramConversation
  /** The client skips the empty exchange at the end of SCRAM. */
  skipsEmptyExchange: boolean
}
