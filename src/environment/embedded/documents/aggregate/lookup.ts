import { splitPath, valuesAt } from '../query/paths.ts'
import { put } from '../query/projection.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { valueKey } from '../values/order.ts'
import { compileExpression } from './expressions.ts'
import type { CompilePipeline, PipelineScope, StageFunction } from './pipeline.ts'

/** `$lookup` by equality of two fields, by a pipeline with `let`, or by both. */
export function compileLookup(specification: Value, scope: PipelineScope, compile: CompilePipeline): StageFunction {
  if (!isDoc(specification)) throw new ServerError('FailedToParse', '$lookup needs an object')
  const { from, as, localField, foreignField, let: bindings = {}, pipeline, ...unknown } = specification
  if (isDoc(from)) throw notSupported('$lookup from another database')
  if (typeof from !== 'string' || typeof as !== 'string' || Object.keys(unknown).length > 0)
    throw new ServerError('FailedToParse', "$lookup needs 'from' and 'as', and nothing unknown")
  const joined = typeof localField === 'string' && typeof foreignField === 'string'
  if (!joined && (pipeline === undefined || localField !== undefined || foreignField !== undefined))
    throw new ServerError('FailedToParse', "$lookup needs 'localField' and 'foreignField', or a pipeline")
  if (!isDoc(bindings)) throw new ServerError('FailedToParse', "the 'let' of $lookup must be an object")
  if (pipeline !== undefined) compile(pipeline, { ...scope, variables: { ...scope.variables, ...bindings } })
  const variables = Object.entries(bindings).map(([name, value]) => [name, compileExpression(value, scope)] as const)
  return (documents) => {
    const foreign = scope.collection(from)
    const matching = joined ? joinOn(foreign, localField, foreignField) : () => foreign
    return documents.map((document) => {
      let found: readonly Doc[] = matching(document)
      if (pipeline !== undefined) {
        const bound = Object.fromEntries(variables.map(([name, read]) => [name, read(document) ?? null]))
        found = compile(pipeline, { ...scope, variables: { ...scope.variables, ...bound } })(found)
      }
      const result = { ...document }
      put(result, splitPath(as), [...found])
      return result
    })
  }
}

/** Finds, for a document, the foreign ones with an equal value; a missing field counts as null. */
function joinOn(foreign: readonly Doc[], localField: string, foreignField: string): (document: Doc) => Doc[] {
  const byKey = new Map<string, Set<number>>()
  for (const [position, document] of foreign.entries()) {
    for (const key of keysAt(document, foreignField)) {
      const positions = byKey.get(key) ?? new Set()
      byKey.set(key, positions.add(position))
    }
  }
  return (document) => {
    const positions = new Set<number>()
    for (const key of keysAt(document, localField)) for (const position of byKey.get(key) ?? []) positions.add(position)
    return [...positions].sort((a, b) => a - b).map((position) => foreign[position] as Doc)
  }
}

function keysAt(document: Doc, path: string): string[] {
  return valuesAt(document, splitPath(path)).map((value) => valueKey(value ?? null))
}
