import { basename } from 'node:path'
import { type Problem, usageError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { childOf, entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { warningKinds } from '../lint/warning-kinds.ts'
import type { Workflow, WorkflowStep } from '../model/workflow.ts'
import type { Scenario } from '../model.ts'
import { textsOf } from './read-actions.ts'
import type { Refuse } from './read-criteria.ts'
import { readSources, serverOf } from './read-sources.ts'
import { checkExpressions, readWorkflowStep } from './read-workflow-step.ts'
import { unknownInputs, workflowInputs } from './workflow-inputs.ts'

export interface ArazzoInput {
  file: string
  text: string
  vars: Readonly<Record<string, string>>
  /** The content of a file that is named relative to this one, as plain values. Throws when it cannot be read. */
  open(path: string): Json
  /** Told of what is understood, and should be written otherwise. */
  onWarning?(problem: Problem): void
}

const timeout = 600_000

/** Whether a file is an Arazzo document, by its name: `order.arazzo.yaml`, `order-arazzo.yaml` and `arazzo.yaml`. */
export function isArazzo(file: string): boolean {
  return /(?:^|[./\\-])arazzo\.(ya?ml|json)$/.test(file)
}

/**
 * Reads an Arazzo 1.0 document: a scenario for each workflow that no other one calls or depends on. Throws usage errors,
 * all that were found, in the order of the file.
 */
export function parseArazzo({ file, text, vars, open, onWarning }: ArazzoInput): Scenario[] {
  const { root } = readYaml(file, text)
  const problems: Problem[] = []
  const refuse: Refuse = (code, message, node) => {
    problems.push({ code: `arazzo.${code}`, message, place: node.place })
    return undefined
  }
  const version = textOf(childOf(root, 'arazzo'))
  if (version === undefined || !/^1\.0\.\d+$/.test(version))
    refuse('version', 'expected an Arazzo document with "arazzo: 1.0.…"', childOf(root, 'arazzo') ?? root)
  const described = readSources(childOf(root, 'sourceDescriptions'), open, refuse, problems)
  const nodes = itemsOf(childOf(root, 'workflows'))
  if (nodes.length === 0) refuse('workflows', 'expected at least one workflow', root)
  const ids = new Set(nodes.flatMap((node) => textOf(childOf(node, 'workflowId')) ?? []))
  const outputsOf = (workflow: string): ReadonlySet<string> => {
    const node = nodes.find((one) => textOf(childOf(one, 'workflowId')) === workflow)
    return new Set(entriesOf(childOf(node, 'outputs')).map(({ key }) => key))
  }
  const warn = (message: string, { place }: YamlNode): void =>
    onWarning?.({ code: 'lint.runtime-expression', message, place, remedy: warningKinds['runtime-expression'] })
  const component = (reference: YamlNode): YamlNode | undefined => componentOf(root, textOf(reference) ?? '')
  const workflows = new Map<string, Workflow>()
  const called = new Set<string>()
  for (const node of nodes) {
    const id = textOf(childOf(node, 'workflowId'))
    if (id === undefined) {
      refuse('workflow', 'a workflow needs a workflowId', node)
      continue
    }
    if (workflows.has(id)) refuse('workflow', `two workflows are named "${id}"`, node)
    const stepNodes = itemsOf(childOf(node, 'steps'))
    const steps = new Set(stepNodes.flatMap((step) => textOf(childOf(step, 'stepId')) ?? []))
    const reading = { refuse, warn, outputsOf, sources: described, workflow: node, steps, workflows: ids, component }
    const dependsOn = itemsOf(childOf(node, 'dependsOn')).flatMap((item) => {
      const other = textOf(item) ?? ''
      return ids.has(other)
        ? [other]
        : (refuse('unknown-workflow', `there is no workflow "${other.slice(0, 60)}"`, item) ?? [])
    })
    const outputs = childOf(node, 'outputs')
    checkExpressions(outputs, refuse)
    const actions = stepNodes.flatMap((step) => readWorkflowStep(step, reading) ?? [])
    workflows.set(id, { id, place: node.place, dependsOn, steps: actions, outputs: textsOf(outputs) })
    for (const other of dependsOn) called.add(other)
    for (const { does, onSuccess, onFailure } of actions) {
      if ('workflow' in does) called.add(does.workflow)
      for (const { workflow } of [...onSuccess, ...onFailure]) if (workflow !== undefined) called.add(workflow)
    }
  }
  const roots = nodes.filter((node) => !called.has(textOf(childOf(node, 'workflowId')) ?? ''))
  if (roots.length === 0 && nodes.length > 0) refuse('cycle', 'every workflow is called by another one', root)
  const sources = Object.fromEntries(
    [...described.documents].map(([name, document]) => [name, { url: serverOf(document) }]),
  )
  const known: string[] = []
  const scenarios = roots.flatMap((node): Scenario[] => {
    const workflow = workflows.get(textOf(childOf(node, 'workflowId')) ?? '')
    if (workflow === undefined) return []
    const { inputs, names } = workflowInputs(childOf(node, 'inputs'), vars, component, problems)
    known.push(...names)
    const { id, place } = workflow
    const step: WorkflowStep = {
      kind: 'workflow',
      name: id,
      verb: 'workflow',
      place,
      timeout,
      workflow: id,
      workflows,
      inputs,
      sources,
    }
    return [scenarioOf(file, root, node, { step, alone: roots.length === 1 })]
  })
  problems.push(...unknownInputs(vars, known))
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  return scenarios
}

/** A file's name without `.arazzo.yaml` and the like. */
export function nameOf(file: string): string {
  return basename(file).replace(/[.-]arazzo\.\w+$|\.\w+$/, '')
}

function scenarioOf(
  file: string,
  root: YamlNode,
  node: YamlNode,
  { step, alone }: { step: WorkflowStep; alone: boolean },
): Scenario {
  const name = nameOf(file)
  const title = textOf(childOf(node, 'summary')) ?? textOf(childOf(childOf(root, 'info'), 'title')) ?? step.name
  return {
    file,
    name,
    title,
    tags: [],
    vars: step.inputs,
    steps: [step],
    finally: [],
    invariants: [],
    catches: [],
    ...(!alone && { caseName: step.name }),
  }
}

/** `$components.parameters.page`: the node that it names. */
export function componentOf(root: YamlNode, reference: string): YamlNode | undefined {
  const [, kind = '', name = ''] = /^\$components\.(\w+)\.([\w.-]+)$/.exec(reference) ?? []
  return childOf(childOf(childOf(root, 'components'), kind), name)
}
