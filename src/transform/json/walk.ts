import type { Value } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { fallbackOf } from '../forms/fallback.ts'
import type { BuildContext } from '../strategy.ts'
import { numberText } from './exact-json.ts'
import type { Leaf } from './leaf.ts'
import { nodesBelow, type RuleNode } from './rule-tree.ts'

const deepest = 200

/**
 * Replaces everything in a JSON value by the rules. The longest path that covers a place counts; what none covers is
 * invalid, and replaced by something of its type that says nothing.
 */
export function jsonWalk(root: RuleNode, context: BuildContext): (row: RowView, field: number, value: Value) => Value {
  const uncovered = {
    container: fallbackOf({ ...context, nullable: true, column: { kind: 'json', name: 'JSON' } }),
    text: fallbackOf({ ...context, nullable: true, column: { kind: 'text', name: 'JSON string' } }),
    number: fallbackOf({ ...context, nullable: true, column: { kind: 'integer', name: 'JSON number' } }),
    boolean: fallbackOf({ ...context, nullable: true, column: { kind: 'boolean', name: 'JSON boolean' } }),
  }
  const reason = 'no path of the rule covers a part of it'

  function walk(
    row: RowView,
    field: number,
    value: Value,
    nodes: readonly RuleNode[],
    above: Leaf | undefined,
    depth: number,
  ): Value {
    const leaf = nodes.find((node) => node.leaf !== undefined)?.leaf ?? above
    if (!isContainer(value)) return scalar(row, field, value, leaf)
    if (depth > deepest) return blankContainer(value, 'it is nested too deeply')
    const goesDeeper = nodes.some(
      ({ keys, any, elements }) => keys.size > 0 || any !== undefined || elements !== undefined,
    )
    if (!goesDeeper && leaf?.strategy !== 'scrub') return container(row, field, value, leaf)
    const held = leaf?.deep === true ? leaf : undefined
    if (Array.isArray(value)) {
      const below = nodes.flatMap(({ elements }) => elements ?? [])
      return value.map((element) => walk(row, field, element, below, held, depth + 1))
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [key, walk(row, field, own, nodesBelow(nodes, key), held, depth + 1)]),
    )
  }

  function scalar(row: RowView, field: number, value: Value, leaf: Leaf | undefined): Value {
    if (value === null || value === undefined) return value
    if (leaf !== undefined) return leaf.replace(row, field, value)
    if (typeof value === 'string') return uncovered.text.value(value, reason)
    if (typeof value === 'boolean') return uncovered.boolean.value(value, reason)
    return numberText(value) === undefined ? null : uncovered.number.value(value, reason)
  }

  /** A rule that ends at a container. */
  function container(row: RowView, field: number, value: object, leaf: Leaf | undefined): Value {
    switch (leaf?.strategy) {
      case 'keep':
        return value
      case 'null':
        return null
      case 'constant':
        return leaf.replace(row, field, '')
      case 'redact':
        return Array.isArray(value) ? [] : {}
      default:
        return blankContainer(
          value,
          leaf === undefined ? reason : `${leaf.strategy} does not fit what holds other values`,
        )
    }
  }

  function blankContainer(value: object, why: string): Value {
    const blank = uncovered.container.value(value, why)
    return blank !== null && Array.isArray(value) ? [] : blank
  }

  return (row, field, value) => walk(row, field, value, [root], undefined, 0)
}

/** Arrays and plain objects; instances of classes (BSON's) and raw numbers are values. */
function isContainer(value: Value): value is object {
  if (Array.isArray(value)) return true
  if (typeof value !== 'object' || value === null || numberText(value) !== undefined) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
