import type { Json, JsonObject } from '../core/json.ts'
import { isJsonObject } from '../core/json.ts'
import { type Document, type Element, elementsOf, textWithin } from './parse-xml.ts'
import { treeOf } from './xml-tree.ts'

export type SoapVersion = '1.1' | '1.2'

export const soapNamespaces: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

/** The envelope around a body. */
export function envelopeOf(body: string, version: SoapVersion): string {
  const open = `<soap:Envelope xmlns:soap="${soapNamespaces[version]}">`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}<soap:Body>${body}</soap:Body></soap:Envelope>`
}

/** How each version names the action: a header of its own, or a parameter of the content type. */
export function soapHeaders(action: string, version: SoapVersion): Record<string, string> {
  if (version === '1.1') return { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` }
  const parameter = action === '' ? '' : `; action="${action}"`
  return { 'content-type': `application/soap+xml; charset=utf-8${parameter}` }
}

export interface SoapContent {
  /** The children of the body by their names; `null` when it is empty. */
  body: Json
  fault?: SoapFault
}

/** A fault in the same form for both versions. */
export interface SoapFault {
  [key: string]: Json
  code: string
  message: string
  detail: Json
}

/** What is in an envelope; nothing when the document is none, of either version. */
export function contentOf(document: Document): SoapContent | undefined {
  const root = document.documentElement
  const version = (['1.1', '1.2'] as const).find((one) => root?.namespaceURI === soapNamespaces[one])
  if (root === null || version === undefined || root.localName !== 'Envelope') return undefined
  const body = childOf(root, 'Body')
  if (body === undefined) return undefined
  const tree = treeOf(body)
  const fault = childOf(body, 'Fault')
  const isFault = fault?.namespaceURI === soapNamespaces[version]
  return {
    body: isJsonObject(tree) ? tree : null,
    ...(fault !== undefined && isFault && { fault: faultOf(fault, version) }),
  }
}

function faultOf(fault: Element, version: SoapVersion): SoapFault {
  const at = (...names: string[]): Element | undefined =>
    names.reduce<Element | undefined>((parent, name) => parent && childOf(parent, name), fault)
  const [code, message, detail] =
    version === '1.1'
      ? [at('faultcode'), at('faultstring'), at('detail')]
      : [at('Code', 'Value'), at('Reason', 'Text'), at('Detail')]
  const text = (element: Element | undefined): string => (element === undefined ? '' : textWithin(element).trim())
  const tree: Json = detail === undefined ? null : treeOf(detail)
  return { code: text(code).replace(/^.*:/, ''), message: text(message), detail: tree }
}

function childOf(parent: Element, name: string): Element | undefined {
  return elementsOf(parent).find((child) => child.localName === name)
}

/** The only entry of a tree. */
export function onlyEntry(tree: JsonObject): [string, Json] | undefined {
  const entries = Object.entries(tree)
  return entries.length === 1 ? entries[0] : undefined
}
