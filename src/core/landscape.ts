import type { LandscapeClock } from './clock.ts'
import type { DocumentStore } from './document-store.ts'
import type { FaultBoard } from './faults.ts'
import type { MessageLog } from './message-log.ts'
import type { Redelivery } from './redelivery.ts'
import type { SqlStore } from './sql-store.ts'

/** A system as scenarios see it while it runs. */
export interface RunningSystem {
  name: string
  /** Base of its API, without a slash at the end. */
  url?: string
  /** What a client needs besides the URL (`accessKey`, `user`, `password`); never to be printed in a report. */
  credentials: Readonly<Record<string, string>>
  sql?: SqlStore
  documents?: DocumentStore
  /** The URL of its store, with the password, for other programs. */
  storeUrl?: string
  /** Who runs the server of its store. */
  storeBackend?: StoreBackend
}

/** `external`: somebody else, who gets it back as it was. */
export type StoreBackend = 'embedded' | 'container' | 'external'

/** A landscape that is up: its systems, its topics and its time. */
export interface RunningLandscape extends AsyncDisposable {
  systems: ReadonlyMap<string, RunningSystem>
  log: MessageLog
  clock: LandscapeClock
  /** What goes wrong in it when somebody wants it to. */
  faults: FaultBoard
  /** Resolves when no message is being worked on and nothing is waiting for anything but time. */
  settle(): Promise<void>
  /** Where nothing answered that should have, in sentences that name the system; there with a connector of somebody else's. */
  unanswered?(): Promise<readonly string[]>
  /** Missing where nobody can repeat what went between the systems. */
  redelivery?: Redelivery
}

export interface SystemOutline {
  /** What expressions can read of it: `url`, `accessKey`, … */
  fields: readonly string[]
  sql: boolean
  documents: boolean
  /** How it is reached when somebody else runs it, so that it cannot follow the landscape's clock. */
  external?: 'http' | 'tcp'
}

/** What is known of a landscape before it runs: enough to check a scenario against. */
export interface LandscapeOutline {
  systems: Readonly<Record<string, SystemOutline>>
  topics: readonly string[]
  /** The consumer groups of the landscape's own parts. */
  groups?: readonly string[]
  /** The defects that can be switched on. */
  defects: readonly string[]
}
