import type { Problem } from '../core/error.ts'
import { nearest, suggestion } from '../core/nearest.ts'
import type { Place } from '../core/place.ts'
import { chooseMember } from './choose-member.ts'
import type { JsonSchema, JsonType } from './json-schema.ts'
import { resolved, typesOf } from './json-schema.ts'
import { sortedByPlace } from './problem-order.ts'
import { alternatives, expectedBy, foundIn } from './wording.ts'
import type { YamlDocument, YamlList, YamlMapping, YamlNode, YamlScalar } from './yaml-document.ts'

interface Walk {
  root: JsonSchema
  prefix: string
  problems: Problem[]
}

/**
 * Everything in which a document differs from its schema, in the order of the file, in words for people. Codes are
 * `PREFIX.unknown-key`, `.missing-key`, `.wrong-type`, `.unknown-value`, `.pattern`, `.range`, `.too-few`,
 * `.kind-missing`, `.kind-ambiguous`.
 */
export function validate(document: YamlDocument, schema: JsonSchema, prefix: string): Problem[] {
  const walk: Walk = { root: schema, prefix, problems: [] }
  check(document.root, schema, 'the file', walk)
  return sortedByPlace(walk.problems)
}

function check(node: YamlNode, unresolved: JsonSchema, owner: string, walk: Walk): void {
  const schema = resolved(unresolved, walk.root)
  const types = typesOf(schema)
  if (schema.anyOf !== undefined) checkAnyOf(node, schema.anyOf, owner, walk)
  else if (types.length > 0 && !types.some((type) => isOfType(node, type)))
    report(walk, 'wrong-type', node.place, `expected ${expectedBy(schema)}, found ${foundIn(node)}`)
  else if (node.kind === 'scalar') checkScalar(node, schema, walk)
  else if (node.kind === 'mapping') checkMapping(node, schema, owner, walk)
  else checkList(node, schema, owner, walk)
}

function checkList(node: YamlList, schema: JsonSchema, owner: string, walk: Walk): void {
  if (node.items.length < (schema.minItems ?? 0))
    report(walk, 'too-few', node.place, `${owner} needs at least one item`)
  if (schema.items === undefined) return
  for (const [index, item] of node.items.entries()) check(item, schema.items, `item ${index + 1} of ${owner}`, walk)
}

function checkAnyOf(node: YamlNode, members: readonly JsonSchema[], owner: string, walk: Walk): void {
  const kinds = members.map((member) => resolved(member, walk.root))
  const fitting = kinds.filter((kind) => typesOf(kind).length === 0 || typesOf(kind).some((t) => isOfType(node, t)))
  if (fitting.length === 0) {
    const expected = alternatives(kinds.map(expectedBy))
    report(walk, 'wrong-type', node.place, `expected ${expected}, found ${foundIn(node)}`)
  } else if (node.kind === 'mapping') {
    checkChoice(node, fitting, owner, walk)
  } else {
    const trials = fitting.map((kind) => trial(node, kind, owner, walk))
    walk.problems.push(...trials.reduce((a, b) => (b.length < a.length ? b : a)))
  }
}

function trial(node: YamlNode, kind: JsonSchema, owner: string, walk: Walk): Problem[] {
  const problems: Problem[] = []
  check(node, kind, owner, { ...walk, problems })
  return problems
}

function checkChoice(node: YamlMapping, members: readonly JsonSchema[], owner: string, walk: Walk): void {
  const choice = chooseMember(node, members, walk.root)
  if (choice.kind === 'member') {
    checkMapping(node, choice.member, owner, walk)
  } else if (choice.kind === 'several') {
    const message = `${owner} cannot be several things at once: ${choice.verbs.map(quoted).join(' and ')}`
    report(walk, 'kind-ambiguous', placeOfKey(node, choice.verbs.at(-1)), message)
  } else {
    reportNoKind(node, members, choice.verbs, owner, walk)
  }
}

/** A misspelt verb is told as such; only where none is near, the missing verb is. */
function reportNoKind(
  node: YamlMapping,
  members: readonly JsonSchema[],
  verbs: readonly string[],
  owner: string,
  walk: Walk,
): void {
  const known = new Set(members.flatMap((member) => Object.keys(resolved(member, walk.root).properties ?? {})))
  const unknown = node.entries.filter((entry) => !known.has(entry.key))
  for (const { key, keyPlace } of unknown) reportUnknownKey(key, keyPlace, [...known], walk)
  if (unknown.some(({ key }) => verbs.includes(nearest(key.slice(0, 60), known) ?? ''))) return
  const message = `${owner} does not say what it is, expected one of: ${verbs.join(', ')}`
  report(walk, 'kind-missing', node.place, message)
}

function checkMapping(node: YamlMapping, schema: JsonSchema, owner: string, walk: Walk): void {
  const properties = schema.properties ?? {}
  for (const key of schema.required ?? [])
    if (!node.entries.some((entry) => entry.key === key))
      report(walk, 'missing-key', node.place, `${owner} lacks the key "${key}"`)
  for (const { key, keyPlace, value } of node.entries) {
    const property = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties
    if (property === false) reportUnknownKey(key, keyPlace, Object.keys(properties), walk)
    else if (typeof property === 'object') check(value, property, quoted(key), walk)
  }
}

function checkScalar(node: YamlScalar, schema: JsonSchema, walk: Walk): void {
  const { value } = node
  if (schema.const !== undefined && value !== schema.const)
    report(walk, 'unknown-value', node.place, `expected ${schema.const}, found ${foundIn(node)}`)
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const known = suggestion(String(value).slice(0, 60), schema.enum.map(String))
    report(walk, 'unknown-value', node.place, `unknown value, found ${foundIn(node)}; ${known}`)
  }
  if (schema.pattern !== undefined && typeof value === 'string' && !new RegExp(schema.pattern, 'u').test(value))
    report(walk, 'pattern', node.place, `expected ${expectedBy(schema)}, found ${foundIn(node)}`)
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value)))
    report(walk, 'range', node.place, `expected ${rangeOf(schema)}, found ${foundIn(node)}`)
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`
  return minimum === undefined ? `at most ${maximum}` : `at least ${minimum}`
}

function isOfType(node: YamlNode, type: JsonType): boolean {
  if (node.kind === 'list') return type === 'array'
  if (node.kind === 'mapping') return type === 'object'
  if (node.value === null) return type === 'null'
  if (type === 'integer') return Number.isInteger(node.value)
  return typeof node.value === type
}

function reportUnknownKey(key: string, place: Place, known: readonly string[], walk: Walk): void {
  const shown = key.slice(0, 60)
  report(walk, 'unknown-key', place, `unknown key "${shown}"; ${suggestion(shown, known)}`)
}

function placeOfKey(node: YamlMapping, key: string | undefined): Place {
  return node.entries.find((entry) => entry.key === key)?.keyPlace ?? node.place
}

function report(walk: Walk, code: string, place: Place, message: string): void {
  walk.problems.push({ code: `${walk.prefix}.${code}`, message, place })
}

function quoted(key: string): string {
  return `"${key.slice(0, 60)}"`
}
