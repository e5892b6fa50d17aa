import type { JsonSchema } from './json-schema.ts'
import { resolved } from './json-schema.ts'
import type { YamlMapping } from './yaml-document.ts'

/** Which of several kinds of mapping is meant, told by the keys that only this kind requires. */
export type Choice =
  | { kind: 'member'; member: JsonSchema }
  /** No kind is named; `verbs` are the keys that would name one. */
  | { kind: 'none'; verbs: readonly string[] }
  | { kind: 'several'; verbs: readonly string[] }

/**
 * Picks the member of an `anyOf` whose required keys are there. A key that one kind requires and another merely allows
 * (`assert`, a step of its own or a check within another) counts only when it stands alone.
 */
export function chooseMember(node: YamlMapping, members: readonly JsonSchema[], root: JsonSchema): Choice {
  const kinds = members.map((member) => resolved(member, root))
  const [only] = kinds
  if (kinds.length === 1 && only !== undefined) return { kind: 'member', member: only }
  const keys = new Set(node.entries.map((entry) => entry.key))
  const named = kinds.filter((kind) => kind.required?.some((key) => keys.has(key)))
  const meant = named.filter(
    (kind) => !named.some((other) => other !== kind && allowsAll(other, verbsHere(kind, keys))),
  )
  const [first] = meant
  if (first === undefined) return { kind: 'none', verbs: kinds.flatMap((kind) => kind.required?.slice(0, 1) ?? []) }
  if (meant.length === 1) return { kind: 'member', member: first }
  return { kind: 'several', verbs: meant.flatMap((kind) => verbsHere(kind, keys).slice(0, 1)) }
}

function verbsHere(kind: JsonSchema, keys: ReadonlySet<string>): string[] {
  return (kind.required ?? []).filter((key) => keys.has(key))
}

function allowsAll(kind: JsonSchema, keys: readonly string[]): boolean {
  return keys.every((key) => kind.properties?.[key] !== undefined)
}
