import { readYaml } from '../../yaml/read-yaml.ts'
import { childOf, entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { ScenarioOverview } from '../parse/summarize-scenario.ts'
import type { VariableType } from '../parse/variables.ts'
import { componentOf, nameOf } from './parse-arazzo.ts'
import { referred } from './workflow-inputs.ts'

const types: readonly VariableType[] = ['string', 'integer', 'number', 'boolean']

/** What `list` and `show` tell of an Arazzo document: its workflows as steps, the inputs of all of them as variables. */
export function summarizeArazzo(file: string, text: string): ScenarioOverview {
  const { root } = readYaml(file, text)
  const workflows = itemsOf(childOf(root, 'workflows'))
  const component = (reference: YamlNode): YamlNode | undefined => componentOf(root, textOf(reference) ?? '')
  const declared = workflows.flatMap((workflow) =>
    entriesOf(childOf(referred(childOf(workflow, 'inputs'), component), 'properties')),
  )
  const inputs = new Map(declared.map(({ key, value }) => [key, textOf(childOf(referred(value, component), 'type'))]))
  return {
    name: nameOf(file),
    title: textOf(childOf(childOf(root, 'info'), 'title')) ?? '',
    file,
    tags: [],
    catches: [],
    vars: [...inputs].map(([name, stated]) => ({ name, type: types.find((type) => type === stated) ?? 'string' })),
    steps: workflows.map((workflow) => ({
      name: textOf(childOf(workflow, 'workflowId')) ?? '',
      verb: 'workflow',
      place: workflow.place,
    })),
    invariants: [],
  }
}
