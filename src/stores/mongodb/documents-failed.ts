import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb'
import { isSocketError, StandinError } from '../../core/error.ts'

const duplicateKey = 11_000
/** Unauthorized, AuthenticationFailed. */
const loginCodes: ReadonlySet<unknown> = new Set([13, 18])

/**
 * The foreseen form of a driver's error: what the server refused is a finding; a server that cannot be reached or that
 * does not let us in is the environment's failure. Names the collection, the code and the keys, never a value.
 */
export function documentsFailed(place: string, cause: unknown): StandinError {
  if (isConnectionError(cause)) {
    const problem = {
      code: 'documents.failed',
      message: `${place}: the document server could not be reached`,
      remedy: 'Check that the server is running, and that address, user and password in the URL are right.',
    }
    return new StandinError('environment', problem, { cause })
  }
  const message = `${place}: ${describe(cause)}`
  const kind = cause instanceof MongoServerError && loginCodes.has(cause.code) ? 'environment' : 'finding'
  return new StandinError(kind, { code: 'documents.failed', message }, { cause })
}

/** A write into a socket that the server has just closed fails with Node's own error. */
export function isConnectionError(cause: unknown): boolean {
  return (
    isSocketError(cause) ||
    cause instanceof MongoNetworkError ||
    cause instanceof MongoServerSelectionError ||
    cause instanceof MongoTopologyClosedError
  )
}

function describe(cause: unknown): string {
  if (!(cause instanceof MongoServerError)) return `the driver refused the operation (${nameOf(cause)})`
  const { code, codeName, details } = detailsOf(cause)
  const numbered = `${code ?? 'no code'}${codeName === undefined ? '' : ` ${codeName}`}`
  if (code !== duplicateKey) return `the document server refused the operation with ${numbered}`
  return `the document server refused a duplicate key with ${numbered}${namesOf(details)}`
}

interface Details {
  code: unknown
  codeName: string | undefined
  /** Where the server says which keys are concerned. */
  details: { errmsg?: unknown; keyPattern?: unknown }
}

function detailsOf(cause: MongoServerError): Details {
  const first = cause instanceof MongoBulkWriteError ? [cause.writeErrors].flat()[0]?.err : undefined
  const code: unknown = first?.code ?? cause.code
  const named = cause.codeName ?? (code === duplicateKey ? 'DuplicateKey' : undefined)
  return { code, codeName: named, details: { errmsg: cause.message, ...cause.errorResponse, ...first } }
}

/** Index and keys out of an answer; newer servers say the keys apart, all say the index in the message. */
function namesOf({ errmsg, keyPattern }: Details['details']): string {
  const [, index] = /\bindex: (\S+)/.exec(String(errmsg)) ?? []
  const keys = typeof keyPattern === 'object' && keyPattern !== null ? Object.keys(keyPattern) : []
  return `${index === undefined ? '' : `, index ${index}`}${keys.length === 0 ? '' : `, keys ${keys.join(', ')}`}`
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause
}
