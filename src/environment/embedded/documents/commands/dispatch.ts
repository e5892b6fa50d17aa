import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'
import type { Credentials } from '../wire/scram.ts'
import { catalogCommands, refusedCommands } from './catalog-commands.ts'
import { type CommandContext, type CommandDefinition, keepsAll } from './command.ts'
import { greetingCommands } from './greeting.ts'
import { readCommands } from './read.ts'
import { writeCommands } from './write.ts'
import { errorDocument } from './write-errors.ts'

/** Answers one command. What fails becomes an answer with `ok: 0`, its code and its code name. */
export type Dispatch = (command: Doc, context: Omit<CommandContext, 'database'>) => Doc

/** Fields that every command takes. */
const anyFields = new Set([
  ...['$db', 'lsid', '$clusterTime', '$readPreference', 'comment', 'maxTimeMS', 'writeConcern', 'readConcern'],
  ...['apiVersion', 'apiStrict', 'apiDeprecationErrors', '$audit', '$client', '$configServerState', '$queryOptions'],
])

const transactionFields = ['txnNumber', 'startTransaction', 'autocommit', 'stmtId', 'stmtIds']

export function createDispatch(credentials: Credentials, instance: string): Dispatch {
  const commands: Record<string, CommandDefinition> = {
    ...greetingCommands(credentials, instance),
    ...readCommands,
    ...writeCommands,
    ...catalogCommands,
    ...refusedCommands,
  }
  return (command, context) => {
    try {
      return { ...answer(commands, command, context), ok: 1 }
    } catch (thrown) {
      const error = thrown instanceof ServerError ? thrown : internal(thrown)
      return errorDocument(error, { ok: 0 })
    }
  }
}

function answer(
  commands: Readonly<Record<string, CommandDefinition>>,
  command: Doc,
  context: Omit<CommandContext, 'database'>,
): Doc {
  const [name = ''] = Object.keys(command)
  const { $db: database } = command
  if (typeof database !== 'string') throw new ServerError('FailedToParse', 'a command needs a $db')
  const definition = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!context.session.authenticated && definition?.open !== true)
    throw new ServerError('Unauthorized', `command ${name} requires authentication`)
  if (definition === undefined) throw new ServerError('CommandNotFound', `no such command: '${name}'`)
  checkFields(name, definition, command)
  checkConcerns(command)
  return definition.run(command, { ...context, database })
}

function checkFields(name: string, { fields, refused = [], kept = [] }: CommandDefinition, command: Doc): void {
  if (fields === 'any') return
  for (const [field, value] of Object.entries(command).slice(1)) {
    if (anyFields.has(field) || fields.includes(field)) continue
    if (transactionFields.includes(field))
      throw new ServerError(
        'IllegalOperation',
        'transaction numbers are only allowed on a replica set member or mongos',
      )
    if (kept.includes(field) && keepsAll(command)) continue
    const refusedHere = refused.includes(field) || kept.includes(field)
    if (value === false && refusedHere) continue
    if (refusedHere) throw notSupported(`the option '${field}' of ${name}`)
    throw new ServerError('Location40415', `BSON field '${name}.${field}' is an unknown field`)
  }
}

function checkConcerns({ readConcern = null, writeConcern = null }: Doc): void {
  const level = isDoc(readConcern) ? readConcern.level : undefined
  if (level === 'snapshot' || level === 'linearizable')
    throw new ServerError('NotAReplicaSet', 'this read concern needs a replica set')
  const w = isDoc(writeConcern) ? wholeNumber(writeConcern.w) : undefined
  if (w !== undefined && w > 1) throw new ServerError('BadValue', "cannot use 'w' > 1 when a host is not replicated")
}

/** A bug of this server. Its message may hold values, so the client gets none of it. */
function internal(thrown: unknown): ServerError {
  const kind = thrown instanceof Error ? thrown.name : typeof thrown
  return new ServerError('InternalError', `the embedded document server failed (${kind})`)
}
