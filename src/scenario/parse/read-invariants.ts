import { isExpressionName } from '../../core/expression-name.ts'
import { childOf, entriesOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { withNames } from '../expression/declarations.ts'
import type { ScenarioInvariant } from '../model.ts'
import { checkName } from './read-checks.ts'
import { readQuery } from './read-query.ts'
import { conditionOf, optionalTemplate } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** Invariants hold at any moment, so they read the names of the file only, and each row by the name of its query. */
export function readInvariants(nodes: readonly YamlNode[], visible: Visible, reading: Reading): ScenarioInvariant[] {
  const names = new Set<string>()
  return nodes.flatMap((node) => {
    const name = textOf(childOf(node, 'name')) ?? ''
    if (names.has(name) && name !== '')
      report(reading, 'duplicate-invariant', `two invariants are named "${name.slice(0, 60)}"`, node.place)
    names.add(name)
    return readInvariant(node, name, visible, reading) ?? []
  })
}

function readInvariant(
  node: YamlNode,
  name: string,
  visible: Visible,
  reading: Reading,
): ScenarioInvariant | undefined {
  const where = childOf(node, 'where')
  const bindings = entriesOf(where)
  const [binding] = bindings
  if (where?.kind === 'mapping' && bindings.length !== 1)
    report(reading, 'where', `expected exactly one name in "where", found ${bindings.length}`, where.place)
  if (binding === undefined) return undefined
  checkName(binding.key, binding.keyPlace, 'row', reading)
  const query = readQuery(binding.value, visible.declarations, reading)
  const readable = bindings.map(({ key }) => key).filter(isExpressionName)
  const declarations = withNames(
    visible.declarations,
    readable.map((key) => [key, 'dyn'] as const),
  )
  const must = (['always', 'never', 'sometimes'] as const).find((key) => childOf(node, key) !== undefined)
  const holds = must && conditionOf(childOf(node, must), declarations, reading)
  const final = childOf(node, 'final')
  const message = optionalTemplate(childOf(node, 'message'), declarations, reading)
  if (must === undefined || holds === undefined || query === undefined) return undefined
  const rest = { binding: binding.key, query, ...(message && { message }) }
  const last = final?.kind === 'scalar' && final.value === true ? { final: true } : {}
  return { name, place: node.place, must, holds, ...last, ...rest }
}
