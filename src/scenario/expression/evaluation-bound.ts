import type { ASTNode } from '@marcbachmann/cel-js'
import { patternObjection } from '../../core/pattern.ts'
import { bindingOf, firstOf, literalText, partsOf, visit } from './syntax-tree.ts'

const deepestLoops = 4
const mostCopies = 64
/** A literal is short: it counts as this part of a value. */
const literalWeight = 1 / 1_000

export interface Objection {
  message: string
  node: ASTNode
  code: 'pattern' | 'too-costly'
}

/** Why an expression is refused before it is ever evaluated: it could take memory or time out of proportion. */
export function objectionTo(ast: ASTNode): Objection | undefined {
  return costlyPattern(ast) ?? costlyLoop(ast, 0) ?? multiplied(ast)
}

/** Whether an expression looks at lists item by item, or searches text, so that its time depends on its values. */
export function needsTimeLimit(ast: ASTNode): boolean {
  let found = false
  visit(ast, (node) => {
    if (bindingOf(node)?.kind === 'loop' || (node.op === 'rcall' && node.args[0] === 'matches')) found = true
  })
  return found
}

function costlyPattern(ast: ASTNode): Objection | undefined {
  let found: Objection | undefined
  visit(ast, (node) => {
    if (node.op !== 'rcall' || node.args[0] !== 'matches') return
    const [argument] = node.args[2]
    const pattern = literalText(argument)
    const reason = pattern === undefined ? 'is not written out as text' : objectionToPattern(pattern)
    if (reason !== undefined)
      found ??= { message: `the pattern of matches() ${reason}`, node: argument ?? node, code: 'pattern' }
  })
  return found
}

/** CEL's matches() has no `u` flag, without which these would mean something else in silence. */
function objectionToPattern(pattern: string): string | undefined {
  return patternObjection(pattern) ?? (/\\p\{|\\u\{/i.test(pattern) ? 'holds \\p{…} or \\u{…}' : undefined)
}

function costlyLoop(node: ASTNode, depth: number): Objection | undefined {
  const binding = bindingOf(node)
  const isLoop = binding?.kind === 'loop'
  if (isLoop && depth === deepestLoops)
    return { message: `more than ${deepestLoops} loops lie within each other`, node, code: 'too-costly' }
  const outside = isLoop ? binding.outside : partsOf(node)
  const inside = isLoop ? binding.inside : []
  return firstOf(outside, (part) => costlyLoop(part, depth)) ?? firstOf(inside, (part) => costlyLoop(part, depth + 1))
}

/** A value that is added to itself again and again doubles each time. */
function multiplied(ast: ASTNode): Objection | undefined {
  if (copiesIn(ast, new Map()) <= mostCopies) return undefined
  return { message: `the result could hold a value more than ${mostCopies} times`, node: ast, code: 'too-costly' }
}

/** How many values of the size of the largest one that is read the result can hold, at most. */
function copiesIn(node: ASTNode, bound: ReadonlyMap<string, number>): number {
  if (node.op === 'value') return literalWeight
  if (node.op === 'id') return bound.get(node.args) ?? 1
  const binding = bindingOf(node)
  if (binding !== undefined) {
    const value = sum(binding.outside.map((part) => copiesIn(part, bound)))
    const inner = new Map([...bound, [binding.variable, value]])
    return Math.max(value, ...binding.inside.map((part) => copiesIn(part, inner)))
  }
  const parts = partsOf(node).map((part) => copiesIn(part, bound))
  return node.op === '?:' || node.op === '||' || node.op === '&&' ? Math.max(0, ...parts) : sum(parts)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
