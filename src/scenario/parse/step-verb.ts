import { childOf, entryOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'

const verbs = [
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'sql',
  'mongo',
  'publish',
  'consume',
  'advance',
  'reconcile',
  'parallel',
  'assert',
] as const

export type StepVerb = (typeof verbs)[number]

/** The key that says what a step does; `assert` only where there is no other. */
export function verbOf(step: YamlMapping): StepVerb | undefined {
  return verbs.find((verb) => entryOf(step, verb) !== undefined)
}

/** Whether the step has an answer that later steps can read. */
export function hasAnswer(verb: StepVerb): boolean {
  return verb !== 'assert'
}

/** The name in the file, or one made up from what the step does: `post /store-api/checkout/order`, `sql oms`. */
export function stepName(step: YamlMapping, verb: StepVerb): string {
  return textOf(childOf(step, 'name')) ?? `${verb} ${subjectOf(childOf(step, verb), verb)}`.trim()
}

function subjectOf(value: YamlNode | undefined, verb: StepVerb): string {
  if (verb === 'sql' || verb === 'mongo') return textOf(childOf(value, 'system')) ?? ''
  if (verb === 'publish' || verb === 'consume') return textOf(childOf(value, 'topic')) ?? ''
  if (verb === 'advance') return textOf(value) ?? ''
  return verb === 'reconcile' || verb === 'parallel' || verb === 'assert' ? '' : pathOf(textOf(value) ?? '')
}

function pathOf(url: string): string {
  const [path = ''] = url.replace(/^\$\{\{[^}]*\}\}|^https?:\/\/[^/]*/, '').split('?')
  return path.replace(/\$\{\{.*?\}\}/gs, '…').slice(0, 80)
}
