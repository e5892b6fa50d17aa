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
  /** The documents of an insert, as they came. */
  documents?: readonly Uint8Array[] | undefined
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
  /** Fields that are refused, too, unless the command says that it is content with their being kept (`keptComment`). */
  kept?: readonly string[]
  /** The answer, without `ok`. Runs to its end without a pause, so that commands never see each other half done. */
  run(command: Doc, context: CommandContext): Doc
}

/**
 * As the `comment` of a command: options that this server has no effect for are kept and shown instead of refused, so that
 * what is cloned into it can be cloned out of it again.
 */
const keptComment = 'standin: keep what has no effect here'

export function keepsAll(command: Doc): boolean {
  return command.comment === keptComment
}
