import { compileFilter } from '../query/filter.ts'
import { isTrue } from '../query/operators.ts'
import { splitPath } from '../query/paths.ts'
import { compileProjection, put } from '../query/projection.ts'
import { parseSort, sorted } from '../query/sort.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc, typeName, type Value } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'
import { compileExpression, type ExpressionScope } from './expressions.ts'
import { compileGroup } from './group.ts'
import { compileLookup } from './lookup.ts'
import { compileUnwind } from './unwind.ts'

export interface PipelineScope extends ExpressionScope {
  /** The documents of another collection of the database. */
  collection(name: string): readonly Doc[]
}

export type StageFunction = (documents: readonly Doc[]) => readonly Doc[]

export type CompilePipeline = (pipeline: Value, scope: PipelineScope) => StageFunction

type Stage = (specification: Value, scope: PipelineScope) => StageFunction

const stages: Readonly<Record<string, Stage>> = {
  $match: (filter, scope) => {
    const predicate = compileFilter(object('$match', filter), {
      expression: (expression) => truth(compileExpression(expression, scope)),
    })
    return (documents) => documents.filter((document) => predicate(document))
  },
  $project: (projection, scope) => {
    const fields = object('$project', projection)
    if (Object.keys(fields).length === 0) throw new ServerError('Location51272', '$project needs at least one field')
    const project = compileProjection(fields, {
      find: false,
      expression: (expression) => compileExpression(expression, scope),
    })
    return (documents) => documents.map((document) => project(document))
  },
  $addFields: addFields,
  $set: addFields,
  $unset: (paths) => {
    const list = Array.isArray(paths) ? paths : [paths]
    if (list.length === 0 || !list.every((path) => typeof path === 'string'))
      throw new ServerError('Location31002', '$unset needs a field or a list of fields')
    const project = compileProjection(Object.fromEntries(list.map((path) => [path, 0])), {
      find: false,
      expression: () => () => undefined,
    })
    return (documents) => documents.map((document) => project(document))
  },
  $sort: (specification) => {
    const fields = parseSort(object('$sort', specification))
    if (fields.length === 0) throw new ServerError('Location15976', '$sort needs at least one field')
    return (documents) => sorted(documents, fields, (document) => document)
  },
  $limit: (value) => {
    const limit = count('$limit', value)
    if (limit === 0) throw new ServerError('Location15958', 'the limit must be positive')
    return (documents) => documents.slice(0, limit)
  },
  $skip: (value) => {
    const skip = count('$skip', value)
    return (documents) => documents.slice(skip)
  },
  $count: (name) => {
    if (typeof name !== 'string' || !/^[^$.\0][^.\0]*$/.test(name))
      throw new ServerError('Location40156', '$count needs the name of a field')
    return (documents) => (documents.length === 0 ? [] : [{ [name]: documents.length }])
  },
  $group: compileGroup,
  $sortByCount: (expression, scope) => {
    const group = compileGroup({ _id: expression, count: { $sum: 1 } }, scope)
    return (documents) => sorted(group(documents), [{ path: 'count', direction: -1 }], (document) => document)
  },
  $unwind: compileUnwind,
  $lookup: (specification, scope) => compileLookup(specification, scope, compilePipeline),
  $facet: (specification, scope) => {
    const facets = Object.entries(object('$facet', specification)).map(
      ([name, pipeline]) => [name, compilePipeline(pipeline, scope)] as const,
    )
    return (documents) => [Object.fromEntries(facets.map(([name, run]) => [name, [...run(documents)]]))]
  },
  $replaceRoot: (specification, scope) => {
    const newRoot = object('$replaceRoot', specification).newRoot
    if (newRoot === undefined) throw new ServerError('Location40231', '$replaceRoot needs a newRoot')
    return replaceWith(newRoot, scope)
  },
  $replaceWith: replaceWith,
  $unionWith: (specification, scope) => {
    const { coll, pipeline = [] }: Doc = isDoc(specification) ? specification : { coll: specification }
    if (typeof coll !== 'string') throw new ServerError('FailedToParse', '$unionWith needs a collection')
    const run = compilePipeline(pipeline, scope)
    return (documents) => [...documents, ...run(scope.collection(coll))]
  },
}

const notHere = new Set([
  ...['$bucket', '$bucketAuto', '$collStats', '$currentOp', '$densify', '$documents', '$fill', '$geoNear', '$merge'],
  ...['$graphLookup', '$indexStats', '$listLocalSessions', '$listSessions', '$out', '$planCacheStats', '$redact'],
  ...['$sample', '$search', '$searchMeta', '$setWindowFields', '$vectorSearch'],
])

/** Compiles a pipeline. Throws `Location40324` for an unknown stage, `CommandNotSupported` for one that is not here. */
export function compilePipeline(pipeline: Value, scope: PipelineScope): StageFunction {
  if (!Array.isArray(pipeline)) throw new ServerError('TypeMismatch', 'a pipeline must be an array')
  const compiled = pipeline.map((stage) => compileStage(stage, scope))
  return (documents) => compiled.reduce<readonly Doc[]>((current, run) => run(current), documents)
}

function compileStage(stage: Value, scope: PipelineScope): StageFunction {
  if (!isDoc(stage)) throw new ServerError('TypeMismatch', 'each element of a pipeline must be an object')
  const [name = '', specification = null] = Object.entries(stage)[0] ?? []
  if (Object.keys(stage).length !== 1)
    throw new ServerError('Location40323', 'a pipeline stage must contain exactly one field')
  if (name === '$changeStream')
    throw new ServerError('Location40573', 'the $changeStream stage is only supported on replica sets')
  if (notHere.has(name)) throw notSupported(`the stage ${name}`)
  const compile = Object.hasOwn(stages, name) ? stages[name] : undefined
  if (compile === undefined) throw new ServerError('Location40324', `unrecognized pipeline stage name: '${name}'`)
  return compile(specification, scope)
}

function addFields(specification: Value, scope: PipelineScope): StageFunction {
  const fields = flatten(object('$addFields', specification)).map(
    ([path, expression]) => [splitPath(path), compileExpression(expression, scope)] as const,
  )
  return (documents) =>
    documents.map((document) => {
      const result = { ...document }
      for (const [parts, read] of fields) {
        const value = read(document)
        if (value !== undefined) put(result, parts, value)
        else if (parts.length === 1) delete result[parts[0] ?? '']
      }
      return result
    })
}

/** `{ a: { b: 1 } }` adds the field `a.b` and keeps what else is in `a`. */
function flatten(fields: Doc, prefix = ''): [string, Value][] {
  return Object.entries(fields).flatMap(([field, value]): [string, Value][] => {
    const nested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$')
    return nested ? flatten(value, `${prefix}${field}.`) : [[`${prefix}${field}`, value]]
  })
}

function replaceWith(expression: Value, scope: PipelineScope): StageFunction {
  const read = compileExpression(expression, scope)
  return (documents) =>
    documents.map((document) => {
      const value = read(document)
      if (value !== undefined && isDoc(value)) return value
      throw new ServerError('Location40228', `a new root must be an object, not ${typeName(value)}`)
    })
}

/** Whether an expression is true of a document. */
export function truth(expression: (document: Doc) => Value | undefined): (document: Doc) => boolean {
  return (document) => isTrue(expression(document))
}

function object(stage: string, value: Value): Doc {
  if (isDoc(value)) return value
  throw new ServerError('Location15959', `the ${stage} specification must be an object`)
}

function count(stage: string, value: Value): number {
  const number = wholeNumber(value)
  if (number === undefined || number < 0)
    throw new ServerError(
      stage === '$limit' ? 'Location15958' : 'Location15956',
      `${stage} needs a whole number from 0`,
    )
  return number
}
