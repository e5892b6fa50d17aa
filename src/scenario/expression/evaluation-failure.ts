import { StandinError } from '../../core/error.ts'
import { longestComputation, OutOfTime } from '../../limits/within-time.ts'
import { UnsuitableValue } from './cel-environment.ts'
import type { ExpressionText } from './expression-text.ts'
import { isNode, literalText } from './syntax-tree.ts'
import { typeWords } from './type-words.ts'

interface Thrown {
  code?: string
  summary?: string
  node?: unknown
  range?: { start: number }
}

/** Messages of these codes name types only, never values. */
const safe = new Set([
  'no_such_overload',
  'no_matching_overload',
  'invalid_condition_type',
  'invalid_logical_operand',
  'invalid_comprehension_range',
  'unsupported_type',
  'division_by_zero',
  'modulo_by_zero',
])

/** The error `expression.failed`: the place of the part that has no value, and why; no values. */
export function evaluationFailure(thrown: unknown, text: ExpressionText): StandinError {
  const error = thrown as Thrown
  const place = error.range === undefined ? text.place : text.placeAt(error.range.start)
  const message = `the expression has no value: ${reasonOf(thrown, error)}`
  return new StandinError('finding', { code: 'expression.failed', message, place }, { cause: thrown })
}

function reasonOf(thrown: unknown, { code = '', summary = '', node }: Thrown): string {
  if (thrown instanceof UnsuitableValue) return thrown.message
  if (thrown instanceof OutOfTime) return `it took longer than ${longestComputation / 1_000} s`
  if (code === 'unknown_variable' && isNode(node)) return `"${String(node.args)}" is not there yet`
  if (code === 'no_such_key') return missingKey(node)
  if (code === 'index_out_of_bounds') return 'the list is shorter than the index'
  if (/^numeric_overflow$/.test(code)) return 'a number is too large'
  if (/conversion_error$/.test(code)) return 'a value cannot be converted'
  if (/mismatch$/.test(code)) return 'a value has another type than declared'
  return safe.has(code) ? typeWords(summary) : 'it could not be evaluated'
}

/** A key that was computed could be anybody's name; one that is written in the file is told. */
function missingKey(node: unknown): string {
  if (!isNode(node) || (node.op !== '.' && node.op !== '[]')) return 'a key is missing'
  const right: unknown = node.args[1]
  const key = typeof right === 'string' ? right : literalText(right)
  return key === undefined ? 'a key is missing' : `"${key.slice(0, 60)}" is missing`
}
