import { StandinError } from '../../core/error.ts'
import type { YamlNode, YamlScalar } from '../../yaml/yaml-document.ts'
import { compileExpression } from '../expression/compile-expression.ts'
import type { Declarations } from '../expression/declarations.ts'
import { wholeText } from '../expression/expression-text.ts'

const nothing: Declarations = { names: new Map(), explanations: new Map() }

/** An expression in a file. */
export function isExpression(node: YamlNode | undefined): node is YamlScalar {
  return node?.kind === 'scalar' && typeof node.value === 'string'
}

/** What an expression always comes to, because it reads no name; `undefined` when that depends on something. */
export function constantOf(node: YamlNode | undefined): unknown {
  if (!isExpression(node)) return undefined
  try {
    return compileExpression(wholeText(node), nothing).evaluate({})
  } catch (thrown) {
    if (thrown instanceof StandinError) return undefined
    throw thrown
  }
}

/** Whether both sides of an expression's only comparison are the same text: `answer.a == answer.a`. */
export function comparesWithItself(node: YamlNode | undefined): boolean {
  if (!isExpression(node)) return false
  const [left, right, ...more] = wholeText(node).source.split(/==|>=|<=/)
  if (right === undefined || more.length > 0 || /&&|\|\||[?]/.test(`${left}${right}`)) return false
  return left?.trim() === right.trim()
}
