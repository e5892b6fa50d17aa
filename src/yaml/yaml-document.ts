import type { Json, JsonObject } from '../core/json.ts'
import type { Place } from '../core/place.ts'

/** A file that was read, with the place of everything in it. */
export interface YamlDocument {
  file: string
  root: YamlMapping
}

/** Not to be spread, since places are made when they are asked for; there is `withValue`, `withItems`, `withEntries`. */
export type YamlNode = YamlScalar | YamlList | YamlMapping

export interface YamlScalar {
  kind: 'scalar'
  value: string | number | boolean | null
  /** Written without quotes, on one line. */
  plain: boolean
  place: Place
  /** The place of one character of the value (an index into the text as it was read, escapes resolved). */
  placeAt(index: number): Place
}

export interface YamlList {
  kind: 'list'
  items: readonly YamlNode[]
  place: Place
}

export interface YamlEntry {
  key: string
  keyPlace: Place
  value: YamlNode
}

export interface YamlMapping {
  kind: 'mapping'
  /** In the order of the file; no key occurs twice. */
  entries: readonly YamlEntry[]
  place: Place
}

/** The same mapping, with other entries. */
export function withEntries({ place }: YamlMapping, entries: readonly YamlEntry[]): YamlMapping {
  return { kind: 'mapping', entries, place }
}

/** The same list, with other items. */
export function withItems({ place }: YamlList, items: readonly YamlNode[]): YamlList {
  return { kind: 'list', items, place }
}

/** The same scalar, with another value. */
export function withValue(scalar: YamlScalar, value: YamlScalar['value']): YamlScalar {
  const { place, plain } = scalar
  return { kind: 'scalar', value, plain, place, placeAt: (index) => scalar.placeAt(index) }
}

/** The entry of a key, when the node is a mapping that has it. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key) : undefined
}

/** The value of a key, when the node is a mapping that has it. */
export function childOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value
}

/** The items of a list; none when the node is something else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : []
}

/** The entries of a mapping; none when the node is something else. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'mapping' ? node.entries : []
}

/** The text of a scalar that holds text. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The node as plain JSON, without places. */
export function jsonOf(node: YamlNode): Json {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(jsonOf)
  const object: JsonObject = Object.create(null)
  for (const { key, value } of node.entries) object[key] = jsonOf(value)
  return { ...object }
}
