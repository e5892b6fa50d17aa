import { type Path, parsePath } from '../../core/treatment/path.ts'
import type { Leaf } from './leaf.ts'

/** The rules for one place and what is below it. */
export interface RuleNode {
  keys: Map<string, RuleNode>
  any: RuleNode | undefined
  elements: RuleNode | undefined
  leaf: Leaf | undefined
}

/** A path within JSON: as within documents, and it may begin with `[]`. */
export function readJsonPath(text: string): Path | undefined {
  const [elements = '', dot = ''] = /^((?:\[\])+)(\.?)/.exec(text)?.slice(1) ?? []
  const rest = text.slice(elements.length + dot.length)
  const first: Path = Array.from({ length: elements.length / 2 }, () => ({ kind: 'elements' as const }))
  if (rest === '' && elements !== '') return dot === '' ? first : undefined
  if (elements !== '' && dot === '') return undefined
  const path = parsePath(rest)
  return path && [...first, ...path]
}

/** All rules as a tree. Paths that are none have been found before. */
export function ruleTree(rules: readonly { path: string; leaf: Leaf }[]): RuleNode {
  const root = emptyNode()
  for (const { path, leaf } of rules) {
    let node = root
    for (const segment of readJsonPath(path) ?? []) {
      if (segment.kind === 'any') node = node.any ??= emptyNode()
      else if (segment.kind === 'elements') node = node.elements ??= emptyNode()
      else {
        const next = node.keys.get(segment.name) ?? emptyNode()
        node.keys.set(segment.name, next)
        node = next
      }
    }
    node.leaf = leaf
  }
  return root
}

/** The nodes below a key; those that name it come first, so that the more exact rule wins. */
export function nodesBelow(nodes: readonly RuleNode[], key: string): RuleNode[] {
  return nodes.flatMap((node) => [node.keys.get(key) ?? [], node.any ?? []].flat())
}

function emptyNode(): RuleNode {
  return { keys: new Map(), any: undefined, elements: undefined, leaf: undefined }
}
