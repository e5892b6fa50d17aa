import { readFile } from 'node:fs/promises'
import { codeOf, StandinError, usageError } from '../../../core/error.ts'
import { suggestion } from '../../../core/nearest.ts'
import type { Place } from '../../../core/place.ts'
import { type Element, elementsOf, parseXml } from '../../../xml/parse-xml.ts'
import { type QName, qnameOf, type SchemaSet, schemaSet, xsd } from './schema-set.ts'

const wsdl = 'http://schemas.xmlsoap.org/wsdl/'
const soapBindings = ['http://schemas.xmlsoap.org/wsdl/soap/', 'http://schemas.xmlsoap.org/wsdl/soap12/']

/** What is read of a WSDL 1.1 file. */
export interface Wsdl {
  /** Of document style. */
  operations: ReadonlyMap<string, WsdlOperation>
  schemas: SchemaSet
}

export interface WsdlOperation {
  action?: string
  /** The element that the body must hold. */
  element?: QName
}

/** Reads a WSDL 1.1 file. Imports of other files are not followed. Throws `wsdl.unreadable` and `wsdl.invalid`. */
export async function readWsdl(path: string, place: Place): Promise<Wsdl> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({ code: 'wsdl.unreadable', message: `cannot read ${path} (${String(codeOf(thrown))})`, place })
  })
  const invalid = (message: string): StandinError => usageError({ code: 'wsdl.invalid', message, place })
  const document = await parseXml(text, path).catch((thrown: unknown) => {
    throw thrown instanceof StandinError ? invalid(thrown.message) : thrown
  })
  const root = document.documentElement
  if (root?.namespaceURI !== wsdl || root.localName !== 'definitions') throw invalid(`${path} is no WSDL 1.1 document`)
  const target = root.getAttribute('targetNamespace') ?? ''
  const schemas = children(root, wsdl, 'types').flatMap((types) => children(types, xsd, 'schema'))
  return { operations: operationsOf(root, target), schemas: schemaSet(schemas) }
}

/** The operation of this name. Throws `wsdl.unknown-operation` and `wsdl.not-covered`. */
export function operationOf({ operations }: Wsdl, name: string, place: Place): WsdlOperation {
  const known = operations.get(name)
  if (known?.element !== undefined) return known
  const message =
    known === undefined
      ? `the WSDL has no operation "${name.slice(0, 60)}"; ${suggestion(name.slice(0, 60), [...operations.keys()])}`
      : `the operation "${name}" is not of document style with one element, so that its body cannot be checked`
  throw usageError({ code: known === undefined ? 'wsdl.unknown-operation' : 'wsdl.not-covered', message, place })
}

function operationsOf(root: Element, target: string): Map<string, WsdlOperation> {
  const elements = new Map<string, QName>()
  for (const message of children(root, wsdl, 'message')) {
    const parts = children(message, wsdl, 'part')
    const element = parts[0]?.getAttribute('element')
    if (parts.length === 1 && parts[0] !== undefined && element)
      elements.set(`{${target}}${message.getAttribute('name')}`, qnameOf(element, parts[0]))
  }
  const actions = new Map<string, string>()
  for (const binding of children(root, wsdl, 'binding'))
    for (const operation of children(binding, wsdl, 'operation'))
      for (const bound of elementsOf(operation))
        if (soapBindings.includes(bound.namespaceURI ?? '') && bound.localName === 'operation')
          actions.set(operation.getAttribute('name') ?? '', bound.getAttribute('soapAction') ?? '')
  const operations = new Map<string, WsdlOperation>()
  for (const portType of children(root, wsdl, 'portType'))
    for (const operation of children(portType, wsdl, 'operation')) {
      const name = operation.getAttribute('name') ?? ''
      const [input] = children(operation, wsdl, 'input')
      const message = input && qnameOf(input.getAttribute('message') ?? '', input)
      const element = message && elements.get(`{${message.namespace}}${message.name}`)
      const action = actions.get(name)
      operations.set(name, { ...(element && { element }), ...(action !== undefined && { action }) })
    }
  return operations
}

function children(parent: Element, namespace: string, name: string): Element[] {
  return elementsOf(parent).filter((child) => child.namespaceURI === namespace && child.localName === name)
}
