import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { Refusal } from '../../refusal.ts'
import { type Content, type Elements, isList, type List } from './message.ts'

/**
 * What a message says, in the service layer's JSON: decimals stay texts, so that no cent is lost. An element that is
 * missing, unknown or of another type is refused under its path, never with what it holds.
 */
export function readMessage(elements: Elements, tree: Json, path: string): JsonObject {
  const given = childrenOf(tree, Object.keys(elements), path)
  const read: { [name: string]: Json } = {}
  for (const [name, { content, optional }] of Object.entries(elements)) {
    const value = given[name]
    if (value !== undefined && value !== null) read[name] = readContent(content, value, `${path}/${name}`)
    else if (!optional) throw invalid(`${path}/${name}`, 'is missing')
  }
  return read
}

function readContent(content: Content, value: Json, path: string): Json {
  if (typeof content !== 'object') return readText(content, value, path)
  return isList(content) ? readList(content, value, path) : readMessage(content.elements, value, path)
}

function readList({ item, elements }: List, value: Json, path: string): Json {
  const { [item]: items = [] } = childrenOf(value, [item], path)
  return (Array.isArray(items) ? items : [items]).map((one) => readMessage(elements, one, `${path}/${item}`))
}

/** By their names. An element that holds nothing at all is an empty text in a tree. */
function childrenOf(tree: Json, known: readonly string[], path: string): JsonObject {
  if (tree === '') return {}
  if (!isJsonObject(tree)) throw invalid(path, 'must occur once and hold elements')
  const unknown = Object.keys(tree).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(path, `holds ${unknown.slice(0, 60)}, which is not known there`)
  return tree as JsonObject
}

const patterns: Readonly<Record<Exclude<Content, object>, RegExp>> = {
  text: /^/,
  whole: /^\s*[+-]?\d{1,9}\s*$/,
  decimal: /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/,
  moment: /^\s*\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?\s*$/,
}

function readText(content: Exclude<Content, object>, value: Json, path: string): Json {
  if (typeof value !== 'string') throw invalid(path, 'must occur once and hold text only')
  if (!patterns[content].test(value)) throw invalid(path, `must be of the type ${content}`)
  if (content === 'whole') return Number(value)
  return content === 'text' ? value : value.trim()
}

function invalid(path: string, why: string): Refusal {
  return new Refusal(400, '-5002', `${path} ${why}`)
}
