import type { Json, JsonObject } from '../../../core/json.ts'
import { type Content, type Elements, isList } from './message.ts'

/** The tree of a message, its elements in the order of the WSDL. What is not known or not said is left out. */
export function messageTree(elements: Elements, value: JsonObject): JsonObject {
  const entries = Object.entries(elements).flatMap(([name, { content }]): [string, Json][] => {
    const own = value[name]
    return own === undefined || own === null ? [] : [[name, contentTree(content, own)]]
  })
  return Object.fromEntries(entries)
}

function contentTree(content: Content, value: Json): Json {
  if (typeof content !== 'object') return String(value)
  if (!isList(content)) return messageTree(content.elements, value as JsonObject)
  return { [content.item]: (value as JsonObject[]).map((one) => messageTree(content.elements, one)) }
}
