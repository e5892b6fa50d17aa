import { type Element, elementsOf } from '../../../xml/parse-xml.ts'

export const xsd = 'http://www.w3.org/2001/XMLSchema'

export interface QName {
  namespace: string
  name: string
}

/** The named parts of some schemas. */
export interface SchemaSet {
  element(name: QName): Element | undefined
  /** The name of the first global element that is called so, whatever its namespace. */
  named(name: string): QName | undefined
  /** A complex or simple type. */
  type(name: QName): Element | undefined
  group(name: QName): Element | undefined
  attributeGroup(name: QName): Element | undefined
  /** Whether there is a schema of this namespace, so that what it does not name does not exist. */
  covers(namespace: string): boolean
}

export function schemaSet(schemas: readonly Element[]): SchemaSet {
  const parts = new Map<string, Element>()
  const namespaces = new Set<string>()
  for (const schema of schemas) {
    const namespace = schema.getAttribute('targetNamespace') ?? ''
    namespaces.add(namespace)
    for (const part of partsOf(schema)) parts.set(`${kindOf(part)} {${namespace}}${part.getAttribute('name')}`, part)
  }
  const find =
    (kind: string) =>
    ({ namespace, name }: QName): Element | undefined =>
      parts.get(`${kind} {${namespace}}${name}`)
  return {
    element: find('element'),
    named(name) {
      const namespace = [...namespaces].find((one) => parts.has(`element {${one}}${name}`))
      return namespace === undefined ? undefined : { namespace, name }
    },
    type: find('type'),
    group: find('group'),
    attributeGroup: find('attributeGroup'),
    covers: (namespace) => namespaces.has(namespace),
  }
}

function kindOf({ localName }: Element): string {
  return localName === 'complexType' || localName === 'simpleType' ? 'type' : (localName ?? '')
}

/** The elements of a schema below another one, without annotations. */
export function partsOf(parent: Element): Element[] {
  return elementsOf(parent).filter((child) => child.namespaceURI === xsd && child.localName !== 'annotation')
}

/** A name with a prefix, as the declarations around it resolve it. */
export function qnameOf(text: string, at: Element): QName {
  const [first = '', second] = text.trim().split(':')
  const namespace = at.lookupNamespaceURI(second === undefined ? '' : first) ?? ''
  return { namespace, name: second ?? first }
}

/** The schema that a part belongs to. */
export function schemaOf(part: Element): Element {
  let current = part
  while (current.localName !== 'schema' && current.parentNode?.nodeType === 1) current = current.parentNode as Element
  return current
}

export function targetOf(part: Element): string {
  return schemaOf(part).getAttribute('targetNamespace') ?? ''
}

/** The name under which an element occurs: local ones are in the namespace only where their form says so. */
export function nameInInstance(declaration: Element): QName {
  const ref = declaration.getAttribute('ref')
  if (ref) return qnameOf(ref, declaration)
  const name = declaration.getAttribute('name') ?? ''
  const isGlobal = (declaration.parentNode as Element | null)?.localName === 'schema'
  const form = declaration.getAttribute('form') ?? schemaOf(declaration).getAttribute('elementFormDefault')
  return { namespace: isGlobal || form === 'qualified' ? targetOf(declaration) : '', name }
}
