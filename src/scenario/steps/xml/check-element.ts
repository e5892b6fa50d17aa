import { attributesOf, type Element, elementsOf, textWithin } from '../../../xml/parse-xml.ts'
import { schemaInstance } from '../../../xml/xml-tree.ts'
import { checkAttributes } from './check-attributes.ts'
import { type ContentCheck, checkContent } from './check-content.ts'
import { checkSimpleType } from './check-simple-type.ts'
import { partsOf, type QName, qnameOf, type SchemaSet, xsd } from './schema-set.ts'

/**
 * What is wrong with an element by a schema: names and order of elements (sequence, all, choice, groups, occurrence,
 * extension), required and unknown attributes, simple types with their facets. Not looked at: identity constraints,
 * substitution groups, fixed values, and what is declared in other files. Messages name places, never values.
 */
export function checkRoot(root: Element, schemas: SchemaSet): string[] {
  const name: QName = { namespace: root.namespaceURI ?? '', name: root.localName ?? '' }
  const declaration = schemas.element(name)
  if (declaration !== undefined) return checkElement(root, declaration, name.name, schemas)
  if (!schemas.covers(name.namespace) && name.namespace !== '')
    return [`the WSDL holds no schema of the namespace of "${name.name}"`]
  return [`"${name.name}" is no element of the WSDL's schema${name.namespace === '' ? ' (it is in no namespace)' : ''}`]
}

function checkElement(element: Element, declaration: Element, path: string, schemas: SchemaSet): string[] {
  const ref = declaration.getAttribute('ref')
  if (ref) {
    const meant = schemas.element(qnameOf(ref, declaration))
    return meant === undefined ? [] : checkElement(element, meant, path, schemas)
  }
  if (isNil(element)) {
    if (declaration.getAttribute('nillable') !== 'true') return [`${path} must not be nil`]
    return elementsOf(element).length > 0 || textWithin(element) !== '' ? [`${path} is nil, and not empty`] : []
  }
  const inline = partsOf(declaration).find(({ localName }) => /Type$/.test(localName ?? ''))
  const named = element.getAttributeNS(schemaInstance, 'type')
  const type = named || declaration.getAttribute('type')
  if (inline !== undefined && !named) return checkType(element, inline, path, schemas)
  return type ? checkNamed(element, qnameOf(type, named ? element : declaration), path, schemas) : []
}

function isNil(element: Element): boolean {
  return /^\s*(true|1)\s*$/.test(element.getAttributeNS(schemaInstance, 'nil') ?? '')
}

function checkNamed(element: Element, type: QName, path: string, schemas: SchemaSet): string[] {
  if (type.namespace === xsd) return type.name === 'anyType' ? [] : checkText(element, type, path, schemas)
  const definition = schemas.type(type)
  if (definition !== undefined) return checkType(element, definition, path, schemas)
  return schemas.covers(type.namespace) ? [`${path}: the WSDL does not hold its type "${type.name}"`] : []
}

function checkType(element: Element, type: Element, path: string, schemas: SchemaSet): string[] {
  if (type.localName === 'simpleType') return checkText(element, type, path, schemas)
  const simple = partsOf(type).find(({ localName }) => localName === 'simpleContent')
  const [derived] = simple === undefined ? [] : partsOf(simple)
  if (derived !== undefined) {
    const base = qnameOf(derived.getAttribute('base') ?? '', derived)
    return [...checkSimpleText(element, base, path, schemas), ...checkAttributes(element, type, path, schemas)]
  }
  const check: ContentCheck = {
    schemas,
    child: (child, declaration) => checkElement(child, declaration, `${path}/${child.localName}`, schemas),
  }
  const mixed = type.getAttribute('mixed') === 'true'
  const text = !mixed && textWithin(element).trim() !== '' ? [`${path} holds text, where only elements may be`] : []
  return [...text, ...checkAttributes(element, type, path, schemas), ...checkContent(element, type, path, check)]
}

/** An element of a simple type has neither children nor attributes. */
function checkText(element: Element, type: QName | Element, path: string, schemas: SchemaSet): string[] {
  const attribute = attributesOf(element).find(({ namespace }) => namespace !== schemaInstance)
  if (elementsOf(element).length > 0) return [`${path} holds elements, where only text may be`]
  if (attribute !== undefined) return [`${path} has the attribute "${attribute.name}", which is not declared`]
  return checkSimpleText(element, type, path, schemas)
}

/** The base of simple content may itself be a complex type with simple content. */
function checkSimpleText(element: Element, type: QName | Element, path: string, schemas: SchemaSet): string[] {
  const definition = 'localName' in type ? type : schemas.type(type)
  if (definition?.localName === 'complexType') {
    const [content] = partsOf(definition)
    const [derived] = content === undefined ? [] : partsOf(content)
    if (derived === undefined) return []
    return checkSimpleText(element, qnameOf(derived.getAttribute('base') ?? '', derived), path, schemas)
  }
  const problem = checkSimpleType(textWithin(element), type, schemas)
  return problem === undefined ? [] : [`${path} ${problem}`]
}
