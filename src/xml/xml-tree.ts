import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { escapedXml } from './escaped-xml.ts'
import { attributesOf, type Element, elementsOf, textWithin } from './parse-xml.ts'

export const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * What is below an element as a tree: children by their local names, a list where one occurs several times, attributes
 * as `@name`, text as it is, nothing for `xsi:nil`. Text beside children or attributes is `#text`.
 */
export function treeOf(element: Element): Json {
  const attributes = attributesOf(element)
  const isInstance = ({ namespace }: { namespace: string | null }): boolean => namespace === schemaInstance
  if (attributes.some((one) => isInstance(one) && one.name === 'nil' && /^(true|1)$/.test(one.value.trim())))
    return null
  const tree = new Map<string, Json>(
    attributes.filter((one) => !isInstance(one)).map((one) => [`@${one.name}`, one.value]),
  )
  for (const child of elementsOf(element)) add(tree, child.localName ?? child.nodeName, treeOf(child))
  const text = textWithin(element)
  if (tree.size === 0) return text
  if (text.trim() !== '') tree.set('#text', text.trim())
  return Object.fromEntries(tree)
}

function add(tree: Map<string, Json>, name: string, value: Json): void {
  const known = tree.get(name)
  if (known === undefined) tree.set(name, value)
  else tree.set(name, Array.isArray(known) ? [...known, value] : [known, value])
}

/** How the names of a tree are written. */
export interface Naming {
  namespace?: string
  /** Whether the elements below the root are in the namespace too. */
  qualified: boolean
}

/** XML of a tree that has one root: the reverse of `treeOf`. Nothing becomes `xsi:nil`. */
export function xmlOf(name: string, value: unknown, { namespace, qualified }: Naming): string {
  if (namespace === undefined) return written(name, value, '', '')
  return written(name, value, 'm:', qualified ? 'm:' : '', ` xmlns:m="${escapedXml(namespace)}"`)
}

function written(name: string, value: unknown, prefix: string, below: string, declarations = ''): string {
  if (Array.isArray(value)) return value.map((item) => written(name, item, prefix, below, declarations)).join('')
  const tag = prefix + name
  if (value === null || value === undefined)
    return `<${tag}${declarations} xmlns:xsi="${schemaInstance}" xsi:nil="true"/>`
  if (!isJsonObject(value)) return `<${tag}${declarations}>${escapedXml(value)}</${tag}>`
  const entries = Object.entries(value as JsonObject)
  const attributes = entries
    .filter(([key]) => key.startsWith('@'))
    .map(([key, inner]) => ` ${key.slice(1)}="${escapedXml(inner)}"`)
  const children = entries
    .filter(([key]) => !key.startsWith('@'))
    .map(([key, inner]) => (key === '#text' ? escapedXml(inner) : written(key, inner, below, below)))
  return `<${tag}${declarations}${attributes.join('')}>${children.join('')}</${tag}>`
}

/** The first key in a tree that can be no name in XML. */
export function unsuitableName(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(unsuitableName).find((name) => name !== undefined)
  if (!isJsonObject(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '#text' && !/^@?[\p{L}_][\p{L}\p{N}._-]*$/u.test(key)) return key
    const below = unsuitableName(inner)
    if (below !== undefined) return below
  }
  return undefined
}
