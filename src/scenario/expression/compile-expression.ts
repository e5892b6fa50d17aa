import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js'
import { type Problem, StandinError, usageError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { withinTime } from '../../limits/within-time.ts'
import type { Expression, Scope } from '../model.ts'
import { environmentOf } from './cel-environment.ts'
import { unknownNameIn } from './check-names.ts'
import { checkProblem, nameProblem } from './check-problem.ts'
import type { Declarations } from './declarations.ts'
import { needsTimeLimit, objectionTo } from './evaluation-bound.ts'
import { evaluationFailure } from './evaluation-failure.ts'
import type { ExpressionText } from './expression-text.ts'
import { fromCel } from './from-cel.ts'
import { visit } from './syntax-tree.ts'
import { typeWords } from './type-words.ts'

const longestExpression = 2_000

/**
 * Parses and type-checks one CEL expression. `truth` asks for one that is true or false.
 *
 * Throws usage errors `expression.syntax`, `.type`, `.unknown-name`, `.unknown-field`, `.unknown-function`, `.pattern`,
 * `.too-long`, `.too-costly`, with the place of the part concerned. Evaluating throws `expression.failed`.
 */
export function compileExpression(
  text: ExpressionText,
  declarations: Declarations,
  wanted: 'truth' | 'anything' = 'anything',
): Expression {
  const problem = objectionToLength(text)
  if (problem !== undefined) throw usageError(problem)
  const environment = environmentOf(declarations)
  const parsed = parse(text, declarations, environment)
  const type = typeOf(parsed, text, declarations, environment)
  if (wanted === 'truth' && type !== 'bool' && !type.startsWith('dyn'))
    throw usageError({
      code: 'expression.type',
      message: `expected an expression that is true or false, this one is ${typeWords(type)}`,
      place: text.place,
    })
  if (declarations.onUse !== undefined) tellNames(parsed.ast, declarations.onUse)
  return new CompiledExpression(text, parsed)
}

/** A class, so that each of the thousands of expressions of a long file keeps these alone, and nothing of its check. */
class CompiledExpression implements Expression {
  private readonly text: ExpressionText
  private readonly parsed: ParseResult

  constructor(text: ExpressionText, parsed: ParseResult) {
    this.text = text
    this.parsed = parsed
  }

  get source(): string {
    return this.text.source.trim()
  }

  get place(): Place {
    return this.text.place
  }

  evaluate(scope: Scope): unknown {
    const { parsed } = this
    try {
      const value: unknown = isBounded(parsed) ? withinTime(() => parsed(scope)) : parsed(scope)
      if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a finite number')
      return fromCel(value)
    } catch (thrown) {
      throw evaluationFailure(thrown, this.text)
    }
  }
}

const bounded = new WeakMap<ParseResult, boolean>()

function isBounded(parsed: ParseResult): boolean {
  const known = bounded.get(parsed)
  if (known !== undefined) return known
  const found = needsTimeLimit(parsed.ast)
  bounded.set(parsed, found)
  return found
}

function tellNames(ast: ASTNode, onUse: (name: string) => void): void {
  visit(ast, (node) => {
    const name = nameRead(node)
    if (name !== undefined) onUse(name)
  })
}

/** A name, or what a line of parallel steps has captured: `line.captures.token`. */
function nameRead(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args
  if (node.op !== '.') return undefined
  const [owner, field] = node.args
  return owner.op === '.' && owner.args[1] === 'captures' ? field : undefined
}

function objectionToLength(text: ExpressionText): Problem | undefined {
  if (text.source.trim() === '')
    return { code: 'expression.syntax', message: 'expected an expression, found nothing', place: text.place }
  if (text.source.length <= longestExpression) return undefined
  const message = `the expression is longer than ${longestExpression} characters`
  return { code: 'expression.too-long', message, place: text.place }
}

/** What was read before, by its text: a file of thousands of steps says the same few expressions again and again. */
const readBefore = new WeakMap<Environment, Map<string, ParseResult>>()

function parse(text: ExpressionText, declarations: Declarations, environment: Environment): ParseResult {
  const known = readBefore.get(environment) ?? new Map<string, ParseResult>()
  readBefore.set(environment, known)
  const before = known.get(text.source)
  if (before !== undefined) return before
  try {
    const parsed = environment.parse(text.source)
    const objection = objectionTo(parsed.ast)
    if (objection === undefined) {
      known.set(text.source, parsed)
      return parsed
    }
    const { code, message, node } = objection
    throw usageError({ code: `expression.${code}`, message, place: text.placeAt(node.start) })
  } catch (thrown) {
    if (thrown instanceof StandinError) throw thrown
    throw usageError(checkProblem(thrown, { text, declarations, environment }))
  }
}

function typeOf(
  parsed: ParseResult,
  text: ExpressionText,
  declarations: Declarations,
  environment: Environment,
): string {
  const unknown = unknownNameIn(parsed.ast, declarations, environment)
  if (unknown !== undefined) throw usageError(nameProblem(unknown, { text, declarations, environment }))
  const { valid, type, error } = parsed.check()
  if (!valid) throw usageError(checkProblem(error, { text, declarations, environment }))
  return type ?? 'dyn'
}
