import type { FaultSite } from '../../core/fault-kinds.ts'
import type { FaultTarget } from '../../core/faults.ts'
import { suggestion } from '../../core/nearest.ts'
import { entriesOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { knownTopic, systemWith } from './outline-names.ts'
import { type Reading, report } from './reading.ts'

export interface FaultPlace {
  target: FaultTarget
  /** What it means for the kinds; nothing when the place itself is wrong. */
  site?: FaultSite
}

const places: readonly string[] = ['system', 'topic', 'group', 'store'] satisfies FaultTarget['kind'][]

/** Where a fault strikes: `on: oms`, `on: { topic: orders }`. */
export function readFaultPlace(node: YamlNode | undefined, reading: Reading): FaultPlace {
  if (textOf(node) !== undefined) return placeOf('system', node, reading)
  const named = entriesOf(node).filter(({ key }) => places.includes(key))
  const [first] = named
  if (node?.kind === 'mapping' && named.length !== 1) {
    const found = named.map(({ key }) => key).join(' and ') || 'none'
    report(reading, 'fault', `expected exactly one of ${places.join(', ')}, found ${found}`, node.place)
  }
  return placeOf((first?.key ?? 'system') as FaultTarget['kind'], first?.value, reading)
}

function placeOf(kind: FaultTarget['kind'], node: YamlNode | undefined, reading: Reading): FaultPlace {
  const name = textOf(node) ?? ''
  const target = { kind, name }
  if (node === undefined) return { target }
  const { systems, topics, groups = [] } = reading.outline
  if (kind === 'topic') {
    knownTopic(node, reading)
    return { target, ...(topics.includes(name) && { site: 'topic' }) }
  }
  if (kind === 'store') {
    systemWith('sql', node, reading)
    return { target, ...(systems[name]?.sql === true && { site: 'store' }) }
  }
  const known = kind === 'group' ? groups : Object.keys(systems)
  if (known.includes(name)) return { target, site: kind === 'group' ? 'group' : (systems[name]?.external ?? 'http') }
  const word = kind === 'group' ? 'consumer group' : 'system'
  const hint = suggestion(name.slice(0, 60), known)
  report(reading, `unknown-${kind}`, `unknown ${word} "${name.slice(0, 60)}"; ${hint}`, node.place)
  return { target }
}
