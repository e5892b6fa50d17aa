import { compilePipeline } from '../aggregate/pipeline.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { compileArrayFilters } from '../update/positional.ts'
import { compileReplacement, compileUpdate, isReplacement, sealed, type Updater } from '../update/update.ts'
import { upserted } from '../update/upsert.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import type { CommandContext } from './command.ts'
import { type Selection, select } from './select.ts'
import { checkSize } from './write-errors.ts'

export interface UpdateStatement {
  collection: string
  selection: Selection
  update: Value
  arrayFilters?: Value
  upsert: boolean
  multi: boolean
  variables: Doc
}

export interface UpdateResult {
  matched: number
  modified: number
  upserted?: Doc
  /** The last matched document, before and after. */
  before?: Doc
  after?: Doc
}

/** Carries one update out. When a document of many fails, those before it stay changed, as on the server. */
export function applyUpdate(context: CommandContext, statement: UpdateStatement): UpdateResult {
  const { catalog, database, now } = context
  const { update, selection } = statement
  const change = compile(context, statement)
  const scope = { now, variables: statement.variables }
  const existing = catalog.find(database, statement.collection)
  const result: UpdateResult = { matched: 0, modified: 0 }
  for (const { document, details } of select(existing, selection, scope)) {
    const changed = change(document, details, false)
    result.matched++
    result.before = document
    result.after = changed
    if (changed === document) continue
    checkSize(changed)
    existing?.replace(changed)
    result.modified++
  }
  if (result.matched > 0 || !statement.upsert) return result
  const replacing = isDoc(update) && isReplacement(update)
  const document = upserted(selection.filter, change, replacing, now)
  checkSize(document)
  catalog.open(database, statement.collection).insert(document)
  return { ...result, upserted: document, after: document }
}

/** Throws `CommandNotSupported` for fields that are not here, `Location40415` for unknown ones. */
export function refuseFields(place: string, fields: Doc, known: readonly string[], refused: readonly string[]): void {
  for (const field of Object.keys(fields)) {
    if (refused.includes(field)) throw notSupported(`the field '${field}' of ${place}`)
    if (!known.includes(field)) throw new ServerError('Location40415', `'${place}.${field}' is an unknown field`)
  }
}

function compile({ now }: CommandContext, { update, arrayFilters = [], multi, variables }: UpdateStatement): Updater {
  if (!Array.isArray(arrayFilters)) throw new ServerError('TypeMismatch', "'arrayFilters' must be an array")
  if (Array.isArray(update)) return compilePipelineUpdate(update, now, variables)
  if (!isDoc(update)) throw new ServerError('FailedToParse', 'an update is a document or a pipeline')
  if (!isReplacement(update)) return compileUpdate(update, compileArrayFilters(arrayFilters), { now })
  if (multi) throw new ServerError('FailedToParse', 'a replacement cannot change many documents')
  if (arrayFilters.length > 0) throw new ServerError('FailedToParse', 'a replacement takes no array filters')
  return compileReplacement(update)
}

const updateStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'])

function compilePipelineUpdate(pipeline: Value[], now: number, variables: Doc): Updater {
  for (const stage of pipeline) {
    const [name = ''] = isDoc(stage) ? Object.keys(stage) : []
    if (!updateStages.has(name)) throw new ServerError('InvalidOptions', `${name} is not allowed within an update`)
  }
  const run = compilePipeline(pipeline, { now, variables, collection: () => [] })
  return (document, _, inserting) => {
    const [changed = document] = run([document])
    if (inserting) return changed
    const kept = changed._id === undefined && document._id !== undefined ? { _id: document._id, ...changed } : changed
    return sealed(document, kept)
  }
}
