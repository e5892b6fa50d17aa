import { isJsonObject } from '../../core/json.ts'
import { childOf, entriesOf, itemsOf, jsonOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { WorkflowAction, WorkflowOperation, WorkflowParameter } from '../model/workflow.ts'
import { meantOutput } from './meant-output.ts'
import { readActions, type Targets, textsOf } from './read-actions.ts'
import { type Refuse, readCriteria } from './read-criteria.ts'
import { operationById, operationByPath } from './read-operation.ts'
import type { Sources } from './read-sources.ts'
import { expressionObjection, expressionsIn } from './runtime-expression.ts'

export interface WorkflowReading extends Targets {
  refuse: Refuse
  sources: Sources
  /** Told of what is understood, and should be written otherwise. */
  warn(message: string, node: YamlNode): void
  /** The names of a workflow's outputs. */
  outputsOf(workflow: string): ReadonlySet<string>
  /** The workflow that the steps belong to. */
  workflow: YamlNode
}

/** A step of a workflow; nothing when it is refused, with its place. */
export function readWorkflowStep(node: YamlNode, reading: WorkflowReading): WorkflowAction | undefined {
  const { refuse, workflow } = reading
  const id = textOf(childOf(node, 'stepId'))
  if (id === undefined) return refuse('step', 'a step needs a stepId', node)
  const does = readTarget(node, reading)
  const requestBody = readBody(childOf(node, 'requestBody'), refuse)
  const criteria = readCriteria(childOf(node, 'successCriteria'), refuse)
  const rest = {
    parameters: readParameters(node, reading),
    ...(requestBody && { requestBody }),
    criteria,
    outputs: readOutputs(childOf(node, 'outputs'), does, reading),
    onSuccess: readActions(childOf(node, 'onSuccess'), childOf(workflow, 'successActions'), reading, refuse),
    onFailure: readActions(childOf(node, 'onFailure'), childOf(workflow, 'failureActions'), reading, refuse),
  }
  return does && { id, place: node.place, does, ...rest }
}

function readOutputs(
  node: YamlNode | undefined,
  does: WorkflowAction['does'] | undefined,
  { refuse, warn, outputsOf }: WorkflowReading,
): Record<string, string> {
  const outputs = textsOf(node)
  for (const { key, value } of entriesOf(node)) {
    const meant = meantOutput(textOf(value) ?? '', does, outputsOf)
    if (meant === undefined) {
      checkExpressions(value, refuse)
      continue
    }
    outputs[key] = meant
    warn(`"${textOf(value)}" is no runtime expression; it is taken as ${meant}`, value)
  }
  return outputs
}

function readTarget(node: YamlNode, reading: WorkflowReading): WorkflowAction['does'] | undefined {
  const { refuse, workflows, sources } = reading
  const [operationId, operationPath, workflowId] = ['operationId', 'operationPath', 'workflowId'].map((key) =>
    childOf(node, key),
  )
  if ([operationId, operationPath, workflowId].filter(Boolean).length !== 1)
    return refuse('step', 'a step needs exactly one of operationId, operationPath and workflowId', node)
  if (workflowId !== undefined) {
    const id = textOf(workflowId) ?? ''
    if (workflows.has(id)) return { workflow: id }
    return refuse('unknown-workflow', `there is no workflow "${id.slice(0, 60)}" in this document`, workflowId)
  }
  const found =
    operationId === undefined
      ? operationByPath(operationPath as YamlNode, sources, refuse)
      : operationById(operationId, sources, refuse)
  if (found === undefined) return undefined
  const { method, path } = found.operation
  if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
    return refuse('unsupported', `operations with ${method} are not supported`, node)
  return { operation: { source: found.source, method: method as WorkflowOperation['method'], path } }
}

function readParameters(node: YamlNode, reading: WorkflowReading): WorkflowParameter[] {
  const own = itemsOf(childOf(node, 'parameters')).flatMap((item) => readParameter(item, reading) ?? [])
  const shared = itemsOf(childOf(reading.workflow, 'parameters')).flatMap((item) => readParameter(item, reading) ?? [])
  const isSame = (a: WorkflowParameter, b: WorkflowParameter): boolean => a.name === b.name && a.in === b.in
  return [...shared.filter((one) => !own.some((other) => isSame(one, other))), ...own]
}

const places = ['path', 'query', 'header', 'cookie'] as const

function readParameter(item: YamlNode, { refuse, component }: WorkflowReading): WorkflowParameter | undefined {
  const reference = childOf(item, 'reference')
  const node = reference === undefined ? item : component(reference)
  if (node === undefined) return refuse('reference', 'there is no such component', item)
  const name = textOf(childOf(node, 'name'))
  const value = childOf(item, 'value') ?? childOf(node, 'value')
  const stated = childOf(node, 'in')
  const place = places.find((known) => known === textOf(stated))
  if (name === undefined || value === undefined)
    return refuse('parameter', 'a parameter needs a name and a value', item)
  if (stated !== undefined && place === undefined)
    return refuse('parameter', `expected "in" to be one of ${places.join(', ')}`, stated)
  checkExpressions(value, refuse)
  return { name, value: jsonOf(value), ...(place !== undefined && { in: place }) }
}

function readBody(node: YamlNode | undefined, refuse: Refuse): WorkflowAction['requestBody'] {
  if (node === undefined) return undefined
  const payload = childOf(node, 'payload')
  if (payload !== undefined) checkExpressions(payload, refuse)
  const replacements = itemsOf(childOf(node, 'replacements')).flatMap((item) => {
    const target = textOf(childOf(item, 'target')) ?? ''
    const value = childOf(item, 'value')
    if (value !== undefined) checkExpressions(value, refuse)
    if (value !== undefined && target.startsWith('/') && !target.startsWith('//'))
      return [{ target, value: jsonOf(value) }]
    refuse('unsupported', 'expected a JSON Pointer as the target of a replacement; XPath is not supported', item)
    return []
  })
  const contentType = textOf(childOf(node, 'contentType')) ?? 'application/json'
  return { contentType, payload: payload === undefined ? null : jsonOf(payload), replacements }
}

/** Refuses runtime expressions that nobody could evaluate. */
export function checkExpressions(node: YamlNode | undefined, refuse: Refuse): void {
  if (node === undefined) return
  for (const { value } of entriesOf(node)) checkExpressions(value, refuse)
  for (const item of itemsOf(node)) checkExpressions(item, refuse)
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || isJsonObject(node.value)) return
  for (const expression of expressionsIn(node.value)) {
    const objection = expressionObjection(expression)
    if (objection !== undefined) refuse('expression', objection, node)
  }
}
