import { StandinError } from '../../../core/error.ts'
import type { Json } from '../../../core/json.ts'
import { attributesOf, type Element, elementsOf, parseXml, textWithin } from '../../../xml/parse-xml.ts'
import { soapNamespaces } from '../../../xml/soap-envelope.ts'
import { treeOf } from '../../../xml/xml-tree.ts'
import { Refusal } from '../../refusal.ts'
import { messageNamespace } from './wsdl.ts'

/** A request as it came in its envelope. */
export interface Call {
  operation: string
  content: Json
  /** From the header `MsgHeader`. */
  session?: string
}

/** Reads the envelope of a request. Refuses what is no XML, no envelope of SOAP 1.1, or of another namespace. */
export async function readEnvelope(text: string): Promise<Call> {
  const root = await rootOf(text)
  if (root.localName !== 'Envelope' || root.namespaceURI !== soapNamespaces['1.1'])
    throw new Refusal(500, 'VersionMismatch', 'An envelope of SOAP 1.1 was expected')
  const [header, body] = ['Header', 'Body'].map((name) => soapChild(root, name))
  const [call, ...more] = body === undefined ? [] : elementsOf(body)
  if (call === undefined || more.length > 0)
    throw new Refusal(400, '-5002', 'The body of the envelope must hold one element')
  requireNamespace(call)
  const session = header === undefined ? undefined : readHeaders(header)
  return { operation: call.localName ?? '', content: treeOf(call), ...(session !== undefined && { session }) }
}

async function rootOf(text: string): Promise<Element> {
  try {
    const { documentElement } = await parseXml(text, 'the request')
    if (documentElement !== null) return documentElement
  } catch (thrown) {
    if (!(thrown instanceof StandinError && thrown.code === 'xml.refused')) throw thrown
    throw new Refusal(400, '-5000', thrown.message)
  }
  throw new Refusal(400, '-5000', 'the request has no root element')
}

/** The session. A header that nobody here understands is refused when it must be understood. */
function readHeaders(header: Element): string | undefined {
  let session: string | undefined
  for (const element of elementsOf(header)) {
    const own = element.localName === 'MsgHeader' && element.namespaceURI === messageNamespace
    const id = own ? elementsOf(element).find(({ localName }) => localName === 'SessionID') : undefined
    if (id !== undefined) session = textWithin(id).trim()
    if (!own && attributesOf(element).some(({ name, value }) => name === 'mustUnderstand' && value === '1'))
      throw new Refusal(500, 'MustUnderstand', 'A header that must be understood is not known here')
  }
  return session
}

function soapChild(root: Element, name: string): Element | undefined {
  return elementsOf(root).find((child) => child.localName === name && child.namespaceURI === soapNamespaces['1.1'])
}

/** Real servers take an element of another namespace for one that is missing; here it is said. */
function requireNamespace(element: Element): void {
  if (element.namespaceURI !== messageNamespace) {
    const name = (element.localName ?? '').slice(0, 60)
    throw new Refusal(400, '-5002', `The element ${name} must be of the namespace ${messageNamespace}`)
  }
  for (const child of elementsOf(element)) requireNamespace(child)
}
