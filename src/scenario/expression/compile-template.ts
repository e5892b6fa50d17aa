import { type Problem, StandinError, usageError } from '../../core/error.ts'
import type { YamlMapping, YamlNode, YamlScalar } from '../../yaml/yaml-document.ts'
import type { Scope, Template } from '../model.ts'
import { compileExpression } from './compile-expression.ts'
import type { Declarations } from './declarations.ts'
import { textWithin } from './expression-text.ts'
import { templateParts } from './template-parts.ts'

type Render = (scope: Scope) => unknown

/** How a value is put into a text. */
export type Insert = (value: unknown) => string

interface Setting {
  declarations: Declarations
  insert: Insert
}

/**
 * A tree of values in which any text may hold `${{ … }}`. Text that is one expression and nothing else keeps its type;
 * otherwise values are put into the text: text as it is, everything else as JSON has it.
 *
 * Throws the usage errors of `compileExpression`, all of the tree together, and `expression.unclosed`, `.in-key`.
 */
export function compileTemplate(node: YamlNode, declarations: Declarations, insert: Insert = asText): Template {
  const problems: Problem[] = []
  const render = compileNode(node, { declarations, insert }, problems)
  if (problems.length > 0) throw usageError(problems)
  return { place: node.place, render }
}

function compileNode(node: YamlNode, setting: Setting, problems: Problem[]): Render {
  if (node.kind === 'scalar') return compileScalar(node, setting, problems)
  if (node.kind === 'mapping') return compileMapping(node, setting, problems)
  const items = node.items.map((item) => compileNode(item, setting, problems))
  return (scope) => items.map((render) => render(scope))
}

function compileMapping(node: YamlMapping, setting: Setting, problems: Problem[]): Render {
  const entries = node.entries.map(({ key, keyPlace, value }) => {
    if (key.includes('${{'))
      problems.push({ code: 'expression.in-key', message: 'a key cannot hold an expression', place: keyPlace })
    return [key, compileNode(value, setting, problems)] as const
  })
  return (scope) => Object.fromEntries(entries.map(([key, render]) => [key, render(scope)]))
}

function compileScalar(node: YamlScalar, { declarations, insert }: Setting, problems: Problem[]): Render {
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
    const render = compilePart(node, part.start, part.end, declarations, problems)
    return parts.length === 1 ? render : (scope) => insert(render(scope))
  })
  const [only] = renders
  if (renders.length === 1 && only !== undefined) return only
  return (scope) => renders.map((render) => render(scope)).join('')
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
