import { type Problem, StandinError, usageError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { jsonOf, type YamlMapping, type YamlNode, type YamlScalar } from '../../yaml/yaml-document.ts'
import type { Expression, Scope, Template } from '../model.ts'
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
  if (readsNothing(node)) return constant(jsonOf(node))
  if (node.kind === 'scalar') return compileScalar(node, setting, problems)
  if (node.kind === 'mapping') return compileMapping(node, setting, problems)
  return renderingList(node.items.map((item) => compileNode(item, setting, problems)))
}

function renderingList(items: readonly Render[]): Render {
  return (scope) => items.map((render) => render(scope))
}

/** Whether a tree is a value as it stands, which takes a tenth of the memory of what renders it. */
function readsNothing(node: YamlNode): boolean {
  if (node.kind === 'scalar') return typeof node.value !== 'string' || !node.value.includes('${{')
  if (node.kind === 'list') return node.items.every(readsNothing)
  return node.entries.every(({ key, value }) => !key.includes('${{') && readsNothing(value))
}

function constant(value: Json): Render {
  return typeof value === 'object' ? () => structuredClone(value) : () => value
}

function compileMapping(node: YamlMapping, setting: Setting, problems: Problem[]): Render {
  const entries = node.entries.map(({ key, keyPlace, value }) => {
    if (key.includes('${{'))
      problems.push({ code: 'expression.in-key', message: 'a key cannot hold an expression', place: keyPlace })
    return [key, compileNode(value, setting, problems)] as const
  })
  return renderingMapping(entries)
}

function renderingMapping(entries: readonly (readonly [string, Render])[]): Render {
  return (scope) => Object.fromEntries(entries.map(([key, render]) => [key, render(scope)]))
}

function compileScalar(node: YamlScalar, { declarations, insert }: Setting, problems: Problem[]): Render {
  const value = String(node.value)
  const parts = templateParts(value)
  if ('unclosedAt' in parts) {
    const place = node.placeAt(parts.unclosedAt)
    problems.push({ code: 'expression.unclosed', message: 'the expression is not closed, expected }}', place })
    return constant(value)
  }
  const pieces = parts.map((part) =>
    part.kind === 'text' ? part.text : compilePart(node, part.start, part.end, declarations, problems),
  )
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? renderingPiece(only) : renderingText(pieces, insert)
}

type Piece = string | Expression | undefined

// Functions of their own, so that what they make keeps what it needs, and nothing else of the compiler.

function renderingPiece(piece: string | Expression): Render {
  return typeof piece === 'string' ? constant(piece) : (scope) => piece.evaluate(scope)
}

function renderingText(pieces: readonly Piece[], insert: Insert): Render {
  return (scope) =>
    pieces.map((piece) => (typeof piece === 'object' ? insert(piece.evaluate(scope)) : (piece ?? ''))).join('')
}

/** Nothing when problems were found. */
function compilePart(
  node: YamlScalar,
  start: number,
  end: number,
  declarations: Declarations,
  problems: Problem[],
): Expression | undefined {
  try {
    return compileExpression(textWithin(node, start, end), declarations)
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    problems.push(...thrown.problems)
    return undefined
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
