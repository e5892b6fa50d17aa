import type { ASTNode } from '@marcbachmann/cel-js'

/** The macros that look at a list item by item. */
const loops: ReadonlySet<string> = new Set(['map', 'filter', 'all', 'exists', 'exists_one'])

/** Calls the visitor for a node and everything below it. */
export function visit(node: ASTNode, visitor: (node: ASTNode) => void): void {
  visitor(node)
  for (const part of partsOf(node)) visit(part, visitor)
}

/** The nodes right below a node. */
export function partsOf({ args }: ASTNode): ASTNode[] {
  return nodesIn(args)
}

function nodesIn(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return isNode(value) ? [value] : []
}

export function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

/** The text of a literal. */
export function literalText(node: unknown): string | undefined {
  return isNode(node) && node.op === 'value' && typeof node.args === 'string' ? node.args : undefined
}

/** A call that gives a name to values: a loop over a list, or `cel.bind`. */
export interface Binding {
  kind: 'loop' | 'bind'
  variable: string
  /** Where the values come from; the name is not known there. */
  outside: readonly ASTNode[]
  /** Where the name is known. */
  inside: readonly ASTNode[]
}

/** What a node binds; `undefined` when it is no loop and no `cel.bind`. */
export function bindingOf(node: ASTNode): Binding | undefined {
  if (node.op !== 'rcall') return undefined
  const [name, receiver, [first, ...rest]] = node.args
  if (first?.op !== 'id') return undefined
  const variable = first.args
  if (loops.has(name)) return { kind: 'loop', variable, outside: [receiver], inside: rest }
  if (name !== 'bind' || receiver.op !== 'id' || receiver.args !== 'cel') return undefined
  return { kind: 'bind', variable, outside: rest.slice(0, 1), inside: rest.slice(1) }
}

/** What is found first in these nodes, in their order. */
export function firstOf<T>(parts: readonly ASTNode[], find: (part: ASTNode) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part)
    if (found !== undefined) return found
  }
  return undefined
}
