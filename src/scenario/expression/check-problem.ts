import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import type { Problem } from '../../core/error.ts'
import { nearest, suggestion } from '../../core/nearest.ts'
import type { UnknownName } from './check-names.ts'
import type { Declarations } from './declarations.ts'
import type { ExpressionText } from './expression-text.ts'
import { isNode, literalText } from './syntax-tree.ts'
import { typeWords } from './type-words.ts'

interface Context {
  text: ExpressionText
  declarations: Declarations
  environment: Environment
}

/** What the parser and the type checker throw, as far as it is looked at. */
interface Thrown {
  code?: string
  summary?: string
  node?: unknown
  range?: { start: number; end: number }
}

/** Why an expression was refused, in words, at the place of the part concerned. */
export function checkProblem(thrown: unknown, context: Context): Problem {
  const error = thrown as Thrown
  const node = isNode(error.node) ? error.node : undefined
  const at = (offset: number | undefined) => context.text.placeAt(offset ?? 0)
  const start = error.range?.start
  if (error.code === 'unknown_variable' && node?.op === 'id') return nameProblem({ kind: 'name', node }, context)
  if (error.code === 'no_such_key' && (node?.op === '.' || node?.op === '[]')) return unknownField(node, context)
  if (error.code === 'no_matching_overload' && (node?.op === 'call' || node?.op === 'rcall'))
    return { ...unknownFunction(node, error.summary ?? '', context), place: at(start) }
  if (error.summary === undefined)
    return { code: 'expression.invalid', message: 'this expression cannot be understood', place: context.text.place }
  const code = error.code === undefined || node === undefined ? 'expression.syntax' : 'expression.type'
  return { code, message: `not a valid expression: ${typeWords(error.summary).slice(0, 200)}`, place: at(start) }
}

/** Why a name or a field was refused. */
export function nameProblem({ kind, node }: UnknownName, context: Context): Problem {
  if (kind === 'field') return unknownField(node, context)
  return { ...unknownName(String(node.args), context.declarations), place: context.text.placeAt(node.start) }
}

function unknownName(name: string, { names, explanations }: Declarations): Problem {
  const shown = name.slice(0, 60)
  const explanation = explanations.get(name)
  const message =
    explanation === undefined
      ? `unknown name "${shown}"; ${suggestion(shown, [...names.keys()])}`
      : `"${shown}" cannot be read here: ${explanation}`
  return { code: 'expression.unknown-name', message }
}

function unknownField(node: ASTNode, { text, declarations }: Context): Problem {
  const [left, right] = node.args as [ASTNode, unknown]
  const field = node.op === '.' ? String(right) : (literalText(right) ?? '')
  const shown = field.slice(0, 60)
  const owner = left.op === 'id' ? String(left.args) : text.source.slice(left.start, left.end)
  const declared = declarations.names.get(owner)
  const fields = typeof declared === 'object' ? [...declared.fields.keys()] : []
  const explanation = declarations.explanations.get(`${owner}.${field}`)
  const message =
    explanation === undefined
      ? `"${owner.slice(0, 60)}" has no "${shown}"; ${suggestion(shown, fields)}`
      : `"${shown}" cannot be read here: ${explanation}`
  const offset = node.op === '.' ? node.end - field.length : isNode(right) ? right.start : node.start
  return { code: 'expression.unknown-field', message, place: text.placeAt(offset) }
}

function unknownFunction(node: ASTNode, summary: string, { environment }: Context): Problem {
  const name = String((node.args as readonly unknown[])[0])
  const functions = environment
    .getDefinitions()
    .functions.filter((f) => (f.receiverType !== null) === (node.op === 'rcall'))
  const names = [...new Set(functions.map((f) => f.name))]
  if (!names.includes(name)) {
    const near = nearest(name.slice(0, 60), names)
    const hint = near === undefined ? '' : `; did you mean "${near}"?`
    return { code: 'expression.unknown-function', message: `unknown function "${name.slice(0, 60)}"${hint}` }
  }
  const called = typeWords(/'(.*)'/.exec(summary)?.[1] ?? name)
  return { code: 'expression.type', message: `"${name}" cannot be used like this: ${called}` }
}
