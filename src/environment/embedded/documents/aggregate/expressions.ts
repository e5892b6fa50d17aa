import { createRequire } from 'node:module'
import { Double, Long } from 'bson'
import type { Context } from 'mingo/core'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, type Value } from '../values/document.ts'
import { ownOperators } from './expression-operators.ts'

/** What an expression can read besides the document. */
export interface ExpressionScope {
  now: number
  /** Read as `$$name`. */
  variables: Readonly<Record<string, Value>>
}

export type Expression = (document: Doc) => Value | undefined

const engineOptions = {
  idKey: '_id',
  processingMode: 0,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
}

type Core = typeof import('mingo/core')
type Operators = Readonly<Record<string, unknown>>

interface Engine {
  core: Core
  operators: Operators
}

const load = createRequire(import.meta.url)
let engine: Engine | undefined

const refused = new Set(['$function', '$accumulator', '$rand', '$sampleRate', '$meta', '$toHashedIndexKey'])

/**
 * Compiles an expression. Paths, variables and literals are read here; operators need mingo, which is loaded when the
 * first of them is met. Throws `InvalidPipelineOperator` for an unknown operator.
 */
export function compileExpression(expression: Value, scope: ExpressionScope): Expression {
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression, scope)
  if (Array.isArray(expression)) {
    const parts = expression.map((part) => compileExpression(part, scope))
    return (document) => parts.map((part) => part(document) ?? null)
  }
  if (!isDoc(expression)) return () => expression
  const fields = Object.entries(expression)
  const [operator, operand] = fields[0] ?? []
  if (operator === '$literal' && operand !== undefined) return () => operand
  if (operator?.startsWith('$')) {
    if (fields.length > 1) throw new ServerError('Location15983', 'an expression has exactly one operator')
    return compileOperator(expression, scope)
  }
  const compiled = fields.map(([field, part]) => [field, compileExpression(part, scope)] as const)
  return (document) => {
    const result: Doc = {}
    for (const [field, part] of compiled) {
      const value = part(document)
      if (value !== undefined) result[field] = value
    }
    return result
  }
}

function compilePath(path: string, scope: ExpressionScope): Expression {
  const parts = path.replace(/^\$+/, '').split('.')
  if (parts.includes('')) throw new ServerError('Location40353', 'a field path has no empty names')
  if (!path.startsWith('$$')) return (document) => readPath(document, parts)
  const [variable = '', ...rest] = parts
  switch (variable) {
    case 'ROOT':
    case 'CURRENT':
      return (document) => readPath(document, rest)
    case 'REMOVE':
      return () => undefined
    case 'NOW':
      return () => new Date(scope.now)
  }
  if (!Object.hasOwn(scope.variables, variable))
    throw new ServerError('Location17276', `use of undefined variable: ${variable}`)
  return () => readPath(scope.variables[variable], rest)
}

/** The value at a path as expressions see it: a path into an array of documents gives an array. */
function readPath(value: Value | undefined, parts: readonly string[]): Value | undefined {
  const [part, ...rest] = parts
  if (part === undefined || value === undefined) return value
  if (Array.isArray(value)) {
    return value
      .filter((element) => isDoc(element) || Array.isArray(element))
      .flatMap((element) => {
        const found = readPath(element, parts)
        return found === undefined ? [] : [found]
      })
  }
  return isDoc(value) ? readPath(fieldOf(value, part), rest) : undefined
}

function compileOperator(expression: Doc, scope: ExpressionScope): Expression {
  const { core, operators } = loadEngine()
  const context = contextOf(core, usedOperators(expression, operators))
  const prepared = simpleNumbers(withNow(expression, scope.now))
  const variables = simpleNumbers({ ...scope.variables })
  const options = { ...engineOptions, context, variables: variables as Doc }
  return (document) => {
    const root = simpleNumbers(document)
    try {
      return core.evalExpr(root, prepared, options) as Value | undefined
    } catch (thrown) {
      if (thrown instanceof ServerError) throw thrown
      throw new ServerError('BadValue', `cannot evaluate ${Object.keys(expression)[0]} on these types`)
    }
  }
}

function loadEngine(): Engine {
  if (engine !== undefined) return engine
  const core = load('mingo/core') as Core
  const operators = { ...(load('mingo/operators/expression') as Operators), ...ownOperators(core.evalExpr) }
  engine = { core, operators }
  return engine
}

/** mingo copies its context for each document: it holds only what the expression needs. */
function contextOf(core: Core, expression: Operators): Context {
  return core.Context.init({ expression } as Parameters<Core['Context']['init']>[0])
}

function usedOperators(value: Value, operators: Operators, used: Record<string, unknown> = {}): Operators {
  if (Array.isArray(value)) for (const part of value) usedOperators(part, operators, used)
  if (!isDoc(value)) return used
  for (const [key, part] of Object.entries(value)) {
    if (refused.has(key)) throw notSupported(key)
    if (key.startsWith('$')) {
      if (!Object.hasOwn(operators, key))
        throw new ServerError('InvalidPipelineOperator', `unrecognized expression '${key}'`)
      used[key] = operators[key]
    }
    if (key !== '$literal') usedOperators(part, operators, used)
  }
  return used
}

/** `$$NOW` becomes the moment itself, so that mingo does not look at the machine's clock. */
function withNow(value: Value, now: number): Value {
  if (value === '$$NOW') return new Date(now)
  if (Array.isArray(value)) return value.map((part) => withNow(part, now))
  if (!isDoc(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === '$literal' ? part : withNow(part, now)]),
  )
}

/** mingo calculates with JavaScript numbers: 64-bit integers within ±2^53 become such; what would lose digits stays. */
function simpleNumbers(value: Value): Value {
  if (value instanceof Double) return value.value
  if (value instanceof Long) {
    const number = Number(value.toString())
    return '_bsontype' in value && value._bsontype === 'Long' && Number.isSafeInteger(number) ? number : value
  }
  if (Array.isArray(value)) return value.map(simpleNumbers)
  if (!isDoc(value)) return value
  const copy: Doc = {}
  for (const [field, inner] of Object.entries(value)) copy[field] = simpleNumbers(inner)
  return copy
}
