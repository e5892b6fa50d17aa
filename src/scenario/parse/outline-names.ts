import { suggestion } from '../../core/nearest.ts'
import { textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { type Reading, report } from './reading.ts'

/** The name of a system that has such a store; anything else is reported. */
export function systemWith(store: 'sql' | 'documents', node: YamlNode | undefined, reading: Reading): string {
  const name = textOf(node) ?? ''
  if (node === undefined || textOf(node) === undefined) return name
  const { systems } = reading.outline
  const able = Object.keys(systems).filter((system) => systems[system]?.[store])
  if (able.includes(name)) return name
  const kind = store === 'sql' ? 'SQL database' : 'document store'
  const message = Object.hasOwn(systems, name)
    ? `the system "${name}" has no ${kind}; systems that have one: ${able.join(', ') || 'none'}`
    : `unknown system "${name.slice(0, 60)}"; ${suggestion(name.slice(0, 60), able)}`
  report(reading, 'unknown-system', message, node.place)
  return name
}

/** The name of a topic of the landscape; anything else is reported. */
export function knownTopic(node: YamlNode | undefined, reading: Reading): string {
  return knownName('topic', node, reading.outline.topics, reading)
}

/** The name of a defect of the landscape; anything else is reported. */
export function knownDefect(node: YamlNode, reading: Reading): string {
  return knownName('defect', node, reading.outline.defects, reading)
}

function knownName(kind: string, node: YamlNode | undefined, known: readonly string[], reading: Reading): string {
  const name = textOf(node)
  if (node === undefined || name === undefined || known.includes(name)) return name ?? ''
  const hint = suggestion(name.slice(0, 60), known)
  report(reading, `unknown-${kind}`, `unknown ${kind} "${name.slice(0, 60)}"; ${hint}`, node.place)
  return name
}
