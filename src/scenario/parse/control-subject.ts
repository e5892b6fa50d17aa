import { childOf, entriesOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'

/** What a step that holds steps, or state, is about, for a name that is made up; nothing for other steps. */
export function controlSubject(value: YamlNode | undefined, verb: string): string | undefined {
  if (verb === 'include')
    return (textOf(childOf(value, 'file')) ?? '')
      .replace(/^.*\//, '')
      .replace(/\.ya?ml$/, '')
      .slice(0, 80)
  if (verb === 'seed') return textOf(childOf(value, 'system')) ?? textOf(childOf(value, 'pack')) ?? ''
  if (verb === 'snapshot') return textOf(childOf(value, 'name')) ?? ''
  if (verb === 'diff') return textOf(childOf(value, 'from')) ?? ''
  if (verb === 'sweep') return textOf(childOf(value, 'for')) ?? ''
  if (verb === 'use') return textOf(value) ?? ''
  if (verb === 'fault') return faultSubject(value)
  if (verb === 'clear') return textOf(value) ?? ''
  return verb === 'repeat' || verb === 'during' ? '' : undefined
}

/** Its name, or kind and place: `lostAck oms`. */
function faultSubject(value: YamlNode | undefined): string {
  const on = childOf(value, 'on')
  const [place] = entriesOf(on)
  const made = `${textOf(childOf(value, 'kind')) ?? ''} ${textOf(on) ?? textOf(place?.value) ?? ''}`.trim()
  return (textOf(childOf(value, 'name')) ?? made).slice(0, 80)
}
