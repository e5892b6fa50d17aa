import { childOf, entryOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import { controlSubject } from './control-subject.ts'
import { protocolSubject } from './protocol-subject.ts'
import { pathOfUrl } from './url-path.ts'

/** Every key that says what a step does. */
export const stepVerbs = [
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
  'graphql',
  'soap',
  'csv',
  'file',
  'exec',
  'notify',
  'include',
  'repeat',
  'seed',
  'snapshot',
  'diff',
  'sweep',
  'use',
  'during',
  'fault',
  'clear',
  'assert',
] as const

export type StepVerb = (typeof stepVerbs)[number]

/** The key that says what a step does; `assert` only where there is no other. */
export function verbOf(step: YamlMapping): StepVerb | undefined {
  return stepVerbs.find((verb) => entryOf(step, verb) !== undefined)
}

/** Whether the step has an answer that later steps can read. */
export function hasAnswer(verb: StepVerb): boolean {
  return verb !== 'assert' && verb !== 'fault' && verb !== 'clear'
}

/** The name in the file, or one made up from what the step does: `post /store-api/checkout/order`, `sql oms`. */
export function stepName(step: YamlMapping, verb: StepVerb): string {
  return textOf(childOf(step, 'name')) ?? `${verb} ${subjectOf(childOf(step, verb), verb)}`.trim()
}

function subjectOf(value: YamlNode | undefined, verb: StepVerb): string {
  if (verb === 'sql' || verb === 'mongo') return textOf(childOf(value, 'system')) ?? ''
  if (verb === 'publish' || verb === 'consume') return textOf(childOf(value, 'topic')) ?? ''
  if (verb === 'advance') return textOf(value) ?? ''
  const control = controlSubject(value, verb)
  if (control !== undefined) return control
  if (value?.kind === 'mapping') return protocolSubject(value)
  return verb === 'reconcile' || verb === 'parallel' || verb === 'assert' ? '' : pathOfUrl(textOf(value) ?? '')
}
