import { calculateObjectSize } from 'bson'
import { ServerError } from '../server-error.ts'
import type { Doc, Value } from '../values/document.ts'

/** The largest document, in bytes, as the server's greeting says. */
export const maxDocumentSize = 16 * 1024 * 1024

/** Throws `BSONObjectTooLarge`. */
export function checkSize(document: Doc): void {
  if (calculateObjectSize(document) > maxDocumentSize) throw tooLarge()
}

export function tooLarge(): ServerError {
  return new ServerError('BSONObjectTooLarge', `a document is larger than ${maxDocumentSize} bytes`)
}

/**
 * Carries statements out one after the other. A failed one becomes an entry of `writeErrors`; the rest is left out
 * when the order counts.
 */
export function eachStatement<T>(
  statements: readonly T[],
  ordered: boolean,
  carryOut: (statement: T, index: number) => void,
): { writeErrors?: Value[] } {
  const writeErrors: Value[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      carryOut(statement, index)
    } catch (thrown) {
      if (!(thrown instanceof ServerError)) throw thrown
      writeErrors.push(errorDocument(thrown, { index }))
      if (ordered) break
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors }
}

/** An error as it goes over the wire. */
export function errorDocument(error: ServerError, more: Doc): Doc {
  return { ...more, code: error.code, codeName: error.codeName, errmsg: error.message, ...(error.details as Doc) }
}
