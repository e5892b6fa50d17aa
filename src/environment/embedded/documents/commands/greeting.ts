import { Binary } from 'bson'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc } from '../values/document.ts'
import { maxMessageSize } from '../wire/messages.ts'
import { type Credentials, scramConversation } from '../wire/scram.ts'
import type { CommandContext, CommandDefinition } from './command.ts'
import { maxDocumentSize } from './write-errors.ts'

/** The version whose behaviour is followed, and the wire version that drivers derive it from. */
const serverVersion = '7.0.0'
const wireVersion = 21
const mechanism = 'SCRAM-SHA-256'
/** Where the one user is known. */
const userDatabase = 'admin'

/** Greetings, and saying who one is. `instance` is another one for each server. */
export function greetingCommands(credentials: Credentials, instance: string): Record<string, CommandDefinition> {
  const hello: CommandDefinition = {
    open: true,
    fields: 'any',
    run: (command, context) => ({ ...greet(command, context, credentials), instance }),
  }
  return {
    hello,
    isMaster: hello,
    ismaster: hello,
    ping: { open: true, fields: [], run: () => ({}) },
    buildInfo,
    buildinfo: buildInfo,
    saslStart: {
      open: true,
      fields: ['mechanism', 'payload', 'options', 'autoAuthorize'],
      run: (command, context) => startConversation(command, context, credentials),
    },
    saslContinue: { open: true, fields: ['conversationId', 'payload'], run: continueConversation },
    connectionStatus: {
      fields: ['showPrivileges'],
      run: () => ({
        authInfo: { authenticatedUsers: [{ user: credentials.user, db: userDatabase }], authenticatedUserRoles: [] },
      }),
    },
    endSessions: { open: true, fields: [], run: () => ({}) },
    killSessions: { fields: [], run: () => ({}) },
    refreshSessions: { fields: [], run: () => ({}) },
    logout: {
      open: true,
      fields: [],
      run: (_, { session }) => {
        session.authenticated = false
        return {}
      },
    },
  }
}

const buildInfo: CommandDefinition = {
  fields: [],
  run: () => ({
    version: serverVersion,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded document server',
    modules: [],
    bits: 64,
    maxBsonObjectSize: maxDocumentSize,
  }),
}

function greet(command: Doc, context: CommandContext, credentials: Credentials): Doc {
  const { session, now } = context
  const first = Object.keys(command)[0] ?? ''
  return {
    ...(first === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    maxBsonObjectSize: maxDocumentSize,
    maxMessageSizeBytes: maxMessageSize,
    maxWriteBatchSize: 100_000,
    localTime: new Date(now),
    logicalSessionTimeoutMinutes: 30,
    connectionId: session.id,
    minWireVersion: 0,
    maxWireVersion: wireVersion,
    readOnly: false,
    ...(command.saslSupportedMechs !== undefined && { saslSupportedMechs: [mechanism] }),
    ...speculate(command, context, credentials),
  }
}

/** The first step of a conversation within the greeting; left out where it would fail, as on the server. */
function speculate(command: Doc, context: CommandContext, credentials: Credentials): Doc {
  const { speculativeAuthenticate: start = null } = command
  if (!isDoc(start) || start.mechanism !== mechanism || start.db !== userDatabase) return {}
  const answer = startConversation(start, { ...context, database: userDatabase }, credentials)
  return { speculativeAuthenticate: answer }
}

function startConversation(command: Doc, { session, database }: CommandContext, credentials: Credentials): Doc {
  if (command.mechanism !== mechanism)
    throw new ServerError('MechanismUnavailable', `the only mechanism is ${mechanism}`)
  if (database !== userDatabase) throw new ServerError('AuthenticationFailed', 'authentication failed')
  const conversation = scramConversation(credentials)
  const answer = conversation.first(payloadOf(command))
  session.authenticated = false
  session.conversation = conversation
  session.skipsEmptyExchange = isDoc(command.options ?? null) && (command.options as Doc).skipEmptyExchange === true
  return { conversationId: 1, done: false, payload: payload(answer) }
}

function continueConversation(command: Doc, { session }: CommandContext): Doc {
  const { conversation } = session
  if (session.authenticated && payloadOf(command) === '') return { conversationId: 1, done: true, payload: payload('') }
  if (conversation === undefined) throw new ServerError('ProtocolError', 'no authentication is under way')
  session.conversation = undefined
  const answer = conversation.final(payloadOf(command))
  session.authenticated = true
  return { conversationId: 1, done: session.skipsEmptyExchange, payload: payload(answer) }
}

function payloadOf({ payload: bytes }: Doc): string {
  if (bytes instanceof Binary) return Buffer.from(bytes.value()).toString('utf8')
  throw new ServerError('AuthenticationFailed', 'authentication failed')
}

function payload(text: string): Binary {
  return new Binary(Buffer.from(text, 'utf8'))
}
