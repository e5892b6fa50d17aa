import type { Catalog } from '../storage/catalog.ts'
import type { Doc } from '../values/document.ts'
import type { Cursors } from './cursors.ts'
import type { Session } from './session.ts'

/** What a command works on. */
export interface CommandContext {
  catalog: Catalog
  cursors: Cursors
  session: Session
  /** Milliseconds since 1970. */
  now: number
  /** The database that the command names. */
  database: string
  /** Length of the request in bytes: no document in it is larger. */
  size: number
}

export interface CommandDefinition {
  /** Allowed before a client has said who it is. */
  open?: boolean
  /** The fields that the command takes, besides its own name and those that every command takes. */
  fields: readonly string[] | 'any'
  /** Fields that a real server takes and this one refuses, unless they say what would be done anyway. */
  refused?: readonly string[]
  /** The answer, without `ok`. Runs to its end without a pause, so that commands never see each other half done. */
  run(command: Doc, context: CommandContext): Doc
}
