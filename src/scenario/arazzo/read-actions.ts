import { childOf, entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { FlowAction } from '../model/workflow.ts'
import { type Refuse, readCriteria } from './read-criteria.ts'

export interface Targets {
  steps: ReadonlySet<string>
  workflows: ReadonlySet<string>
  /** `$components.successActions.NAME` and the like. */
  component(reference: YamlNode): YamlNode | undefined
}

/** What follows a step that succeeded or failed. Those of the step come before those of the workflow, by name. */
export function readActions(
  own: YamlNode | undefined,
  usual: YamlNode | undefined,
  targets: Targets,
  refuse: Refuse,
): FlowAction[] {
  const actions = [own, usual].map((list) => itemsOf(list).flatMap((item) => readAction(item, targets, refuse) ?? []))
  const [first = [], second = []] = actions
  return [...first, ...second.filter(({ name }) => first.every((other) => other.name !== name))]
}

function readAction(item: YamlNode, targets: Targets, refuse: Refuse): FlowAction | undefined {
  const reference = childOf(item, 'reference')
  const node = reference === undefined ? item : targets.component(reference)
  if (node === undefined) return refuse('reference', 'there is no such component', item)
  const type = textOf(childOf(node, 'type'))
  if (type !== 'end' && type !== 'goto' && type !== 'retry')
    return refuse('action', 'expected "type" to be end, goto or retry', node)
  const step = knownTarget(childOf(node, 'stepId'), targets.steps, 'step', refuse)
  const workflow = knownTarget(childOf(node, 'workflowId'), targets.workflows, 'workflow', refuse)
  if (type === 'goto' && (step === undefined) === (workflow === undefined))
    return refuse('action', 'goto needs either a stepId or a workflowId', node)
  return {
    type,
    name: textOf(childOf(node, 'name')) ?? type,
    ...(step !== undefined && { step }),
    ...(workflow !== undefined && { workflow }),
    retryAfter: numberOf(childOf(node, 'retryAfter')) ?? 0,
    retryLimit: numberOf(childOf(node, 'retryLimit')) ?? 1,
    criteria: readCriteria(childOf(node, 'criteria'), refuse),
  }
}

function knownTarget(
  node: YamlNode | undefined,
  known: ReadonlySet<string>,
  kind: string,
  refuse: Refuse,
): string | undefined {
  const id = textOf(node)
  if (node === undefined || id === undefined) return undefined
  return known.has(id) ? id : refuse(`unknown-${kind}`, `there is no ${kind} "${id.slice(0, 60)}"`, node)
}

function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' && node.value >= 0 ? node.value : undefined
}

/** The entries of a mapping whose values are texts. */
export function textsOf(node: YamlNode | undefined): Record<string, string> {
  return Object.fromEntries(
    entriesOf(node).flatMap(({ key, value }) => {
      const text = textOf(value)
      return text === undefined ? [] : [[key, text] as const]
    }),
  )
}
