import type { ASTNode } from '@marcbachmann/cel-js'

/** Calls the visitor for a node and everything below it. */
export function visit(node: ASTNode, visitor: (node: ASTNode) => void): void {
  visitor(node)
  for (const child of childrenOf(node.args)) visit(child, visitor)
}

function childrenOf(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(childrenOf)
  return isNode(value) ? [value] : []
}

export function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

/** The text of a literal. */
export function literalText(node: unknown): string | undefined {
  return isNode(node) && node.op === 'value' && typeof node.args === 'string' ? node.args : undefined
}
