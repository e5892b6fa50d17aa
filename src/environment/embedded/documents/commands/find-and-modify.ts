import { isTrue } from '../query/operators.ts'
import { ServerError } from '../server-error.ts'
import type { Doc } from '../values/document.ts'
import { applyUpdate } from './apply-update.ts'
import { collectionName, documentField } from './arguments.ts'
import type { CommandContext, CommandDefinition } from './command.ts'
import { projector, select } from './select.ts'

/** Changes or removes one document and gives it back as it was, or as it became. */
export const findAndModify: CommandDefinition = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'let',
    'bypassDocumentValidation',
  ],
  refused: ['collation'],
  run(command, context) {
    const removing = isTrue(command.remove)
    if (removing === (command.update !== undefined))
      throw new ServerError('FailedToParse', "either an 'update' or 'remove: true' must be given")
    if (removing && (isTrue(command.upsert) || isTrue(command.new)))
      throw new ServerError('FailedToParse', "'remove' goes neither with 'upsert' nor with 'new'")
    return removing ? removeOne(command, context) : updateOne(command, context)
  },
}

function removeOne(command: Doc, context: CommandContext): Doc {
  const scope = { now: context.now, variables: documentField(command, 'let') }
  const project = projector(documentField(command, 'fields'), scope)
  const collection = context.catalog.find(context.database, collectionName(command))
  const [found] = select(collection, selectionOf(command), scope)
  if (found === undefined) return { lastErrorObject: { n: 0 }, value: null }
  const value = project(found)
  collection?.remove(found.document)
  return { lastErrorObject: { n: 1 }, value }
}

function updateOne(command: Doc, context: CommandContext): Doc {
  const variables = documentField(command, 'let')
  const project = projector(documentField(command, 'fields'), { now: context.now, variables })
  const { before, after, upserted } = applyUpdate(context, {
    collection: collectionName(command),
    selection: selectionOf(command),
    update: command.update ?? null,
    arrayFilters: command.arrayFilters,
    upsert: isTrue(command.upsert),
    multi: false,
    variables,
  })
  const shown = isTrue(command.new) ? after : before
  return {
    lastErrorObject: {
      n: after === undefined ? 0 : 1,
      updatedExisting: before !== undefined,
      ...(upserted !== undefined && { upserted: upserted._id ?? null }),
    },
    value: shown === undefined ? null : project({ document: shown, details: {} }),
  }
}

function selectionOf(command: Doc): { filter: Doc; sort: Doc; limit: number } {
  return { filter: documentField(command, 'query'), sort: documentField(command, 'sort'), limit: 1 }
}
