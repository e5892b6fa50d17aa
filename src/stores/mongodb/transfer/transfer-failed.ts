import { MongoServerError, MongoWriteConcernError } from 'mongodb'
import { environmentError, StandinError } from '../../../core/error.ts'
import { documentsFailed, isConnectionError } from '../documents-failed.ts'

/** SnapshotTooOld, SnapshotUnavailable. */
const momentGone: ReadonlySet<unknown> = new Set([239, 246])

/** Runs an operation of a transfer; what the driver throws becomes `source.lost`, `target.lost`, or `documents.failed`. */
export async function guarded<T>(side: 'source' | 'target', place: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (cause) {
    throw transferFailed(side, place, cause)
  }
}

function transferFailed(side: 'source' | 'target', place: string, cause: unknown): unknown {
  if (cause instanceof StandinError) return cause
  if (isLost(cause)) {
    const message = `${place}: the document server could not be reached, or went away`
    const remedy = 'Check that the server is running, and go on with --resume.'
    return environmentError({ code: `${side}.lost`, message, remedy }, cause)
  }
  if (cause instanceof MongoServerError && momentGone.has(cause.code)) {
    const message = `${place}: the server does not keep the moment that is being read any longer`
    const remedy = 'Raise minSnapshotHistoryWindowInSeconds on the source for as long as the clone takes.'
    return environmentError({ code: 'source.moment-gone', message, remedy }, cause)
  }
  // The driver's own errors say what the server refused; everything else is a bug.
  return cause instanceof Error && cause.name.startsWith('Mongo') ? documentsFailed(place, cause) : cause
}

function isLost(cause: unknown): boolean {
  return isConnectionError(cause) || (cause instanceof MongoWriteConcernError && cause.code === 64)
}
