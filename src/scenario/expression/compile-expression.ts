import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js'
import { type Problem, StandinError, usageError } from '../../core/error.ts'
import type { Expression } from '../model.ts'
import { environmentOf } from './cel-environment.ts'
import { checkProblem } from './check-problem.ts'
import type { Declarations } from './declarations.ts'
import { evaluationFailure } from './evaluation-failure.ts'
import type { ExpressionText } from './expression-text.ts'
import { fromCel } from './from-cel.ts'
import { patternObjection } from './pattern-bound.ts'
import { literalText, visit } from './syntax-tree.ts'
import { typeWords } from './type-words.ts'

const longestExpression = 2_000

/**
 * Parses and type-checks one CEL expression. `truth` asks for one that is true or false.
 *
 * Throws usage errors `expression.syntax`, `.type`, `.unknown-name`, `.unknown-field`, `.unknown-function`, `.pattern`,
 * `.too-long`, with the place of the part concerned. Evaluating throws `expression.failed`.
 */
export function compileExpression(
  text: ExpressionText,
  declarations: Declarations,
  wanted: 'truth' | 'anything' = 'anything',
): Expression {
  const problem = objectionTo(text)
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
  visit(parsed.ast, (node) => {
    const name = nameRead(node)
    if (name !== undefined) declarations.onUse?.(name)
  })
  return {
    source: text.source.trim(),
    place: text.place,
    evaluate(scope) {
      try {
        const value = parsed(scope)
        if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a finite number')
        return fromCel(value)
      } catch (thrown) {
        throw evaluationFailure(thrown, text)
      }
    },
  }
}

/** A name, or what a line of parallel steps has captured: `line.captures.token`. */
function nameRead(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args
  if (node.op !== '.') return undefined
  const [owner, field] = node.args
  return owner.op === '.' && owner.args[1] === 'captures' ? field : undefined
}

function objectionTo(text: ExpressionText): Problem | undefined {
  if (text.source.trim() === '')
    return { code: 'expression.syntax', message: 'expected an expression, found nothing', place: text.place }
  if (text.source.length <= longestExpression) return undefined
  const message = `the expression is longer than ${longestExpression} characters`
  return { code: 'expression.too-long', message, place: text.place }
}

function parse(text: ExpressionText, declarations: Declarations, environment: Environment): ParseResult {
  try {
    const parsed = environment.parse(text.source)
    visit(parsed.ast, (node) => refuseCostlyPattern(node, text))
    return parsed
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
  const { valid, type, error } = parsed.check()
  if (!valid) throw usageError(checkProblem(error, { text, declarations, environment }))
  return type ?? 'dyn'
}

function refuseCostlyPattern(node: ASTNode, text: ExpressionText): void {
  if (node.op !== 'rcall' || node.args[0] !== 'matches') return
  const [argument] = node.args[2]
  const pattern = literalText(argument)
  const objection = pattern === undefined ? 'is not written out as text' : patternObjection(pattern)
  if (objection === undefined) return
  const place = text.placeAt(argument?.start ?? node.start)
  throw usageError({ code: 'expression.pattern', message: `the pattern of matches() ${objection}`, place })
}
