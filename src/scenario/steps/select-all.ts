import { StandinError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { Capture } from '../model.ts'
import { selectByXPath } from './xml/xpath.ts'

/** What the XPaths among captures find in an answer that is XML, by the names of the captures. Nothing in any other. */
export async function selectAll(captures: readonly Capture[], searched: Json): Promise<Map<string, Json[]>> {
  const text = xmlTextOf(searched)
  const found = new Map<string, Json[]>()
  for (const { name, source, xpath } of captures) {
    if (xpath === undefined) continue
    found.set(name, text === undefined ? [] : await select(text, source, xpath.namespaces))
  }
  return found
}

async function select(text: string, source: string, namespaces: Readonly<Record<string, string>>): Promise<Json[]> {
  try {
    return await selectByXPath(text, source, namespaces)
  } catch (thrown) {
    // What is no XML holds nothing; the step says what it captured in vain.
    if (thrown instanceof StandinError && thrown.code === 'xml.refused') return []
    throw thrown
  }
}

/** The body of an answer over HTTP, the envelope of SOAP, the text of a file. */
function xmlTextOf(searched: Json): string | undefined {
  if (typeof searched === 'string') return searched
  if (!isJsonObject(searched)) return undefined
  const text = searched.xml ?? searched.text
  return typeof text === 'string' ? text : undefined
}
