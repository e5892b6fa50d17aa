import { isTrue } from '../query/operators.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { withId } from '../update/upsert.ts'
import { type Doc, decodeDocument, type Value } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'
import { idOfKeepable } from '../values/raw-document.ts'
import { applyUpdate, refuseFields } from './apply-update.ts'
import { collectionName, documentField, statementsField } from './arguments.ts'
import type { CommandContext, CommandDefinition } from './command.ts'
import { findAndModify } from './find-and-modify.ts'
import { select } from './select.ts'
import { checkSize, eachStatement, maxDocumentSize, tooLarge } from './write-errors.ts'

/** Commands that change documents. */
export const writeCommands: Record<string, CommandDefinition> = {
  insert: { fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: insert },
  update: { fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'], run: update },
  delete: { fields: ['deletes', 'ordered', 'let'], run: remove },
  findAndModify,
  findandmodify: findAndModify,
}

function insert(command: Doc, context: CommandContext): Doc {
  const { catalog, database, now, size } = context
  const documents = context.documents ?? statementsField(command, 'documents')
  const collection = catalog.open(database, collectionName(command))
  if (collection.about().type === 'view') throw notSupported('a view')
  let n = 0
  const failures = eachStatement<Uint8Array | Doc>(documents, isOrdered(command), (document) => {
    const raw = document instanceof Uint8Array ? document : undefined
    if (size > maxDocumentSize && (raw?.length ?? 0) > maxDocumentSize) throw tooLarge()
    const id = raw && idOfKeepable(raw)
    if (raw !== undefined && id !== undefined) {
      collection.insertRaw(raw, id)
    } else {
      const decoded = raw === undefined ? (document as Doc) : decodeDocument(raw)
      if (size > maxDocumentSize) checkSize(decoded)
      collection.insert(withId(decoded, now))
    }
    n++
  })
  return { n, ...failures }
}

function update(command: Doc, context: CommandContext): Doc {
  const statements = statementsField(command, 'updates')
  const upserted: Value[] = []
  let n = 0
  let nModified = 0
  const failures = eachStatement(statements, isOrdered(command), (statement, index) => {
    refuseFields('updates', statement, ['q', 'u', 'upsert', 'multi', 'arrayFilters', 'hint', 'c'], ['collation'])
    const result = applyUpdate(context, {
      collection: collectionName(command),
      selection: { filter: documentField(statement, 'q'), limit: isTrue(statement.multi) ? 0 : 1 },
      update: statement.u ?? null,
      arrayFilters: statement.arrayFilters,
      upsert: isTrue(statement.upsert),
      multi: isTrue(statement.multi),
      variables: { ...documentField(command, 'let'), ...documentField(statement, 'c') },
    })
    n += result.upserted === undefined ? result.matched : 1
    nModified += result.modified
    if (result.upserted !== undefined) upserted.push({ index, _id: result.upserted._id ?? null })
  })
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...failures }
}

function remove(command: Doc, context: CommandContext): Doc {
  const { catalog, database, now } = context
  const statements = statementsField(command, 'deletes')
  const scope = { now, variables: documentField(command, 'let') }
  let n = 0
  const failures = eachStatement(statements, isOrdered(command), (statement) => {
    refuseFields('deletes', statement, ['q', 'limit', 'hint'], ['collation'])
    const limit = wholeNumber(statement.limit)
    if (limit !== 0 && limit !== 1) throw new ServerError('FailedToParse', 'the limit of a delete must be 0 or 1')
    const collection = catalog.find(database, collectionName(command))
    for (const { document } of select(collection, { filter: documentField(statement, 'q'), limit }, scope)) {
      collection?.remove(document)
      n++
    }
  })
  return { n, ...failures }
}

function isOrdered(command: Doc): boolean {
  return command.ordered === undefined || isTrue(command.ordered)
}
