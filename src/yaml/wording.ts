import type { JsonSchema, JsonType } from './json-schema.ts'
import { typesOf } from './json-schema.ts'
import type { YamlNode } from './yaml-document.ts'

const typeNames: Record<JsonType, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
  array: 'a list',
  object: 'keys and values',
}

/** What a pattern stands for, said to people. Every pattern of the schemas has an entry. */
export const patternNames: Readonly<Record<string, string>> = {
  '^(\\d+(ms|s|m|h|d))+$': 'a length of time such as 90s, 5m or 1h30m',
  '^\\d+(kB|MB)$': 'a size such as 500kB or 20MB',
  '^[^\\s/]+:\\d{1,5}$': 'a host and a port, such as crm.example:5432',
  '^[^\\s/,:]+:\\d{1,5}(,[^\\s/,:]+:\\d{1,5})*$': 'hosts and ports, such as kafka.example:9092',
  '^[a-z0-9]+(-[a-z0-9]+)*$': 'a name in kebab-case, such as checkout-reservation',
  '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$': 'a moment in UTC such as 2026-03-02T06:00:00Z',
}

/** What a value should have been: `a number`, `a length of time such as 90s, 5m or 1h30m`. */
export function expectedBy(schema: JsonSchema): string {
  if (schema.pattern !== undefined) return patternNames[schema.pattern] ?? `text that matches ${schema.pattern}`
  if (schema.const !== undefined) return String(schema.const)
  return alternatives(typesOf(schema).map((type) => typeNames[type]))
}

/** `text, a number or a list`. */
export function alternatives(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  const last = distinct.pop() ?? 'something else'
  return distinct.length === 0 ? last : `${distinct.join(', ')} or ${last}`
}

/** What was found instead. Long text is not repeated. */
export function foundIn(node: YamlNode): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'mapping') return 'keys and values'
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'number') return `the number ${node.value}`
  if (typeof node.value === 'boolean') return String(node.value)
  return node.value.length <= 30 && !node.value.includes('\n') ? `text "${node.value}"` : 'longer text'
}
