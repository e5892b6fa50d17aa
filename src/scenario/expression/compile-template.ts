import { type Problem, StandinError, usageError } from '../../core/error.ts'
import type { YamlMapping, YamlNode, YamlScalar } from '../../yaml/yaml-document.ts'
import type { Scope, Template } from '../model.ts'
import { compileExpression } from './compile-expression.ts'
import type { Declarations } from './declarations.ts'
import { textWithin } from './expression-text.ts'
import { templateParts } from './template-parts.ts'

type Render = (scope: Scope) => unknown

/**
 * A tree of values in which any text may hold `${{ … }}`. Text that is one expression and nothing else keeps its type;
 * otherwise values are put into the text: text as it is, everything else as JSON has it.
 *
 * Throws the usage errors of `compileExpression`, all of the tree together, and `expression.unclosed`, `.in-key`.
 */
export function compileTemplate(node: YamlNode, declarations: Declarations): Template {
  const problems: Problem[] = []
  const render = compileNode(node, declarations, problems)
  if (problems.length > 0) throw usageError(problems)
  return { place: node.place, render }
}

function compileNode(node: YamlNode, declarations: Declarations, problems: Problem[]): Render {
  if (node.kind === 'scalar') return compileScalar(node, declarations, problems)
  if (node.kind === 'mapping') return compileMapping(node, declarations, problems)
  const items = node.items.map((item) => compileNode(item, declarations, problems))
  return (scope) => items.map((render) => render(scope))
}

function compileMapping(node: YamlMapping, declarations: Declarations, problems: Problem[]): Render {
  const entries = node.entries.map(({ key, keyPlace, value }) => {
    if (key.includes('${{'))
      problems.push({ code: 'expression.in-key', message: 'a key cannot hold an expression', place: keyPlace })
    return [key, compileNode(value, declarations, problems)] as const
  })
  return (scope) => Object.fromEntries(entries.map(([key, render]) => [key, render(scope)]))
}

function compileScalar(node: YamlScalar, declarations: Declarations, problems: Problem[]): Render {
  const { value } = node
  if (typeof value !== 'string' || !value.includes('${{')) return () => value
  const parts = templateParts(value)
  if ('unclosedAt' in parts) {
    const place = node.placeAt(parts.unclosedAt)
    problems.push({ code: 'expression.unclosed', message: 'the expression is not closed, expected }}', place })
    return () => value
  }
  const renders = parts.map((part): Render => {
    if (part.kind === 'text') return () => part.text
    return compilePart(node, part.start, part.end, declarations, problems)
  })
  const [only] = renders
  if (renders.length === 1 && only !== undefined) return only
  return (scope) => renders.map((render) => asText(render(scope))).join('')
}

function compilePart(
  node: YamlScalar,
  start: number,
  end: number,
  declarations: Declarations,
  problems: Problem[],
): Render {
  try {
    const expression = compileExpression(textWithin(node, start, end), declarations)
    return (scope) => expression.evaluate(scope)
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    problems.push(...thrown.problems)
    return () => null
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
