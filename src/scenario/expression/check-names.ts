import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import type { Declarations } from './declarations.ts'
import { bindingOf, firstOf, literalText, partsOf } from './syntax-tree.ts'

/** A name that cannot be read, or a field that a record does not have. */
export interface UnknownName {
  kind: 'name' | 'field'
  node: ASTNode
}

/** The first name of an expression that nothing declares. Names that a loop or `cel.bind` makes are known within it. */
export function unknownNameIn(
  ast: ASTNode,
  declarations: Declarations,
  environment: Environment,
): UnknownName | undefined {
  const search = (node: ASTNode, bound: ReadonlySet<string>): UnknownName | undefined => {
    if (node.op === 'id') return isKnown(node.args, bound) ? undefined : { kind: 'name', node }
    if (lacksField(node, bound, declarations)) return { kind: 'field', node }
    const binding = bindingOf(node)
    if (binding === undefined) return firstOf(partsOf(node), (part) => search(part, bound))
    const inner = new Set([...bound, binding.variable])
    return (
      firstOf(binding.outside, (part) => search(part, bound)) ?? firstOf(binding.inside, (part) => search(part, inner))
    )
  }
  const isKnown = (name: string, bound: ReadonlySet<string>): boolean =>
    bound.has(name) || declarations.names.has(name) || environment.hasVariable(name)
  return search(ast, new Set())
}

function lacksField(node: ASTNode, bound: ReadonlySet<string>, { names }: Declarations): boolean {
  if (node.op !== '.' && node.op !== '[]') return false
  const [left, right] = node.args as readonly [ASTNode, unknown]
  const field = typeof right === 'string' ? right : literalText(right)
  if (left.op !== 'id' || bound.has(left.args) || field === undefined) return false
  const type = names.get(left.args)
  return typeof type === 'object' && type.untyped === true && !type.fields.has(field)
}
