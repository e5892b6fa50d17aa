import { entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { stepsBelow } from './name-sites.ts'
import type { Reading } from './reading.ts'

/** The systems of somebody else that a step asks: those whose fields its expressions read. Steps within it are left out. */
export function askedExternals(step: YamlNode, { outline }: Reading): { asks?: readonly string[] } {
  const external = Object.keys(outline.systems).filter((name) => outline.systems[name]?.external !== undefined)
  if (external.length === 0) return {}
  const inner = new Set(stepsBelow(step))
  const expressions = textsIn(step, inner).flatMap((text) =>
    [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, code]) => code),
  )
  const asks = external.filter((name) => expressions.some((code) => new RegExp(`\\b${name}\\s*[.[]`).test(code ?? '')))
  return asks.length === 0 ? {} : { asks }
}

function textsIn(node: YamlNode, without: ReadonlySet<YamlNode>): string[] {
  if (without.has(node)) return []
  if (node.kind === 'scalar') return [textOf(node) ?? '']
  const below = node.kind === 'list' ? itemsOf(node) : entriesOf(node).map(({ value }) => value)
  return below.flatMap((one) => textsIn(one, without))
}
