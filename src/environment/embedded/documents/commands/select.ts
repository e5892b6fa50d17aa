import { BSONRegExp } from 'bson'
import { compileExpression, type ExpressionScope } from '../aggregate/expressions.ts'
import { truth } from '../aggregate/pipeline.ts'
import { compileFilter, isOperators, type MatchDetails } from '../query/filter.ts'
import { compileProjection } from '../query/projection.ts'
import { parseSort, sorted } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import type { Doc } from '../values/document.ts'

/** A document that a filter found, and where in its arrays. */
export interface Selected {
  document: Doc
  details: MatchDetails
}

export interface Selection {
  filter: Doc
  sort?: Doc
  skip?: number
  /** All when it is 0 or missing. */
  limit?: number
}

/** The documents of a collection that a filter finds, in the order asked for, else as they were inserted. */
export function select(
  collection: Collection | undefined,
  { filter, sort = {}, skip = 0, limit = 0 }: Selection,
  scope: ExpressionScope,
): Selected[] {
  const matches = compileFilter(filter, { expression: (expression) => truth(compileExpression(expression, scope)) })
  const fields = parseSort(sort)
  const enough = fields.length === 0 && limit > 0 ? skip + limit : Number.POSITIVE_INFINITY
  const found: Selected[] = []
  let details: MatchDetails = {}
  for (const document of candidates(collection, filter)) {
    const matched = matches(document, details)
    if (matched && found.push({ document, details }) >= enough) break
    if (matched || details.position !== undefined) details = {}
  }
  const ordered = fields.length === 0 ? found : sorted(found, fields, ({ document }) => document)
  return skip === 0 && limit === 0 ? ordered : ordered.slice(skip, limit === 0 ? undefined : skip + limit)
}

/** What a find or a findAndModify gives back of a document. */
export function projector(fields: Doc, scope: ExpressionScope): (selected: Selected) => Doc {
  if (Object.keys(fields).length === 0) return ({ document }) => document
  const project = compileProjection(fields, {
    find: true,
    expression: (expression) => compileExpression(expression, scope),
  })
  return ({ document, details }) => project(document, details)
}

/** Only the one document when the filter names an `_id`, else all. */
function candidates(collection: Collection | undefined, filter: Doc): Iterable<Doc> {
  if (collection === undefined) return []
  const id = filter._id
  if (id === undefined || id === null || isOperators(id) || id instanceof BSONRegExp) return collection.documents()
  const document = collection.byId(id)
  return document === undefined ? [] : [document]
}
