import { messageOf } from '../../core/error.ts'
import { costOfPattern, patternObjection } from '../../core/pattern.ts'
import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Criterion } from '../model/workflow.ts'
import { compileCondition } from './condition.ts'
import { compileJsonPathCriterion } from './json-path-criterion.ts'
import { evaluate, expressionObjection, textOf as shownAs } from './runtime-expression.ts'

export type Refuse = (code: string, message: string, node: YamlNode) => undefined

/** The criteria of a list; what cannot be read is refused with its place. */
export function readCriteria(node: YamlNode | undefined, refuse: Refuse): Criterion[] {
  return itemsOf(node).flatMap((item) => readCriterion(item, refuse) ?? [])
}

function readCriterion(node: YamlNode, refuse: Refuse): Criterion | undefined {
  const condition = childOf(node, 'condition')
  const source = textOf(condition)
  if (condition?.kind !== 'scalar' || source === undefined)
    return refuse('criterion', 'a criterion needs a condition', node)
  const stated = childOf(node, 'type')
  const type = textOf(stated) ?? textOf(childOf(stated, 'type')) ?? 'simple'
  const base = { source, place: condition.place }
  if (type === 'simple') {
    try {
      return { ...base, holds: compileCondition(source) }
    } catch (thrown) {
      return refuse('condition', messageOf(thrown), condition)
    }
  }
  const context = textOf(childOf(node, 'context'))
  const objection = context === undefined ? `a criterion of type ${type} needs a context` : expressionObjection(context)
  if (context === undefined || objection !== undefined) return refuse('context', objection ?? '', node)
  if (type === 'regex') return regexCriterion(base, source, context, condition, refuse)
  if (type !== 'jsonpath')
    return refuse(
      'unsupported',
      `criteria of type ${type.slice(0, 30)} are not supported; simple, regex and jsonpath are`,
      node,
    )
  try {
    const holds = compileJsonPathCriterion(condition)
    return { ...base, holds: (moment) => holds(evaluate(context, moment) ?? null) }
  } catch (thrown) {
    return refuse('condition', messageOf(thrown), condition)
  }
}

function regexCriterion(
  base: Pick<Criterion, 'source' | 'place'>,
  source: string,
  context: string,
  node: YamlNode,
  refuse: Refuse,
): Criterion | undefined {
  const slow = patternObjection(source) ?? costOfPattern(source)
  if (slow !== undefined) return refuse('condition', `the pattern ${slow}`, node)
  const pattern = new RegExp(source, 'u')
  return { ...base, holds: (moment) => pattern.test(shownAs(evaluate(context, moment)).slice(0, 100_000)) }
}
