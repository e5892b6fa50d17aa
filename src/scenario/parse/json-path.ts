import { query } from 'jsonpath-rfc9535'
import parse from 'jsonpath-rfc9535/parser'
import { usageError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import type { YamlScalar } from '../../yaml/yaml-document.ts'
import { patternObjection } from '../expression/pattern-bound.ts'

const longestPath = 500

/** Checks a JSONPath (RFC 9535) and gives what selects by it. Throws the usage error `scenario.json-path`. */
export function compileJsonPath(scalar: YamlScalar): (answer: Json) => Json[] {
  const source = String(scalar.value)
  const refuse = (message: string, index = 0): never => {
    throw usageError({ code: 'scenario.json-path', message, place: scalar.placeAt(index) })
  }
  if (!source.startsWith('$')) refuse('expected a JSONPath, which begins with $')
  if (source.length > longestPath) refuse(`a JSONPath has at most ${longestPath} characters`)
  const objection = patternsIn(syntaxTree(source, refuse)).map(objectionTo).find(Boolean)
  if (objection !== undefined) refuse(`a pattern in the JSONPath ${objection}`)
  return (answer) => query(answer, source)
}

function syntaxTree(source: string, refuse: (message: string, index?: number) => never): unknown {
  try {
    return parse(source)
  } catch (thrown) {
    const offset = (thrown as { location?: { start?: { offset?: number } } }).location?.start?.offset ?? 0
    const found = source[offset]
    return refuse(
      `not a JSONPath: ${found === undefined ? 'it ends too early' : `"${found}" does not fit here`}`,
      offset,
    )
  }
}

/** The second arguments of `match` and `search`, anywhere in the tree. */
function patternsIn(node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return []
  const below = Object.values(node).flatMap(patternsIn)
  const { type, name, arguments: given } = node as { type?: string; name?: string; arguments?: unknown[] }
  return type === 'FunctionExpr' && (name === 'match' || name === 'search') ? [given?.[1], ...below] : below
}

function objectionTo(argument: unknown): string | undefined {
  const { type, value } = (argument ?? {}) as { type?: string; value?: unknown }
  if (type !== 'Literal' || typeof value !== 'string') return 'is not written out as text'
  return patternObjection(value)
}
