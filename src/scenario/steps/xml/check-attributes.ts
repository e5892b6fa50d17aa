import { attributesOf, type Element } from '../../../xml/parse-xml.ts'
import { schemaInstance } from '../../../xml/xml-tree.ts'
import { checkSimpleType } from './check-simple-type.ts'
import { partsOf, qnameOf, type SchemaSet } from './schema-set.ts'

/** Attributes that are required and missing, not declared, or of another type. */
export function checkAttributes(element: Element, type: Element, path: string, schemas: SchemaSet): string[] {
  const { declared, open } = declaredBy(type, schemas)
  const problems: string[] = []
  const given = attributesOf(element).filter(({ namespace }) => namespace !== schemaInstance)
  for (const { name, namespace, value } of given) {
    const declaration = namespace === null || namespace === '' ? declared.get(name) : undefined
    if (declaration === undefined && open) continue
    const problem = declaration === undefined ? 'is not declared' : checkValue(value, declaration, schemas)
    if (problem !== undefined) problems.push(`${path}/@${name} ${problem}`)
  }
  for (const [name, declaration] of declared)
    if (declaration.getAttribute('use') === 'required' && !given.some((attribute) => attribute.name === name))
      problems.push(`${path} lacks the attribute "${name}"`)
  return problems
}

function checkValue(value: string, declaration: Element, schemas: SchemaSet): string | undefined {
  const [inline] = partsOf(declaration)
  const type = declaration.getAttribute('type')
  if (inline !== undefined) return checkSimpleType(value, inline, schemas)
  return type ? checkSimpleType(value, qnameOf(type, declaration), schemas) : undefined
}

/** The attributes of a type and of those that it extends; `open` where any others may be there. */
function declaredBy(type: Element, schemas: SchemaSet): { declared: Map<string, Element>; open: boolean } {
  const declared = new Map<string, Element>()
  let open = false
  const collect = (parent: Element): void => {
    for (const part of partsOf(parent)) {
      if (part.localName === 'attribute') {
        const ref = part.getAttribute('ref')
        if (ref) open = true
        else declared.set(part.getAttribute('name') ?? '', part)
      } else if (part.localName === 'anyAttribute') open = true
      else if (part.localName === 'attributeGroup') {
        const group = schemas.attributeGroup(qnameOf(part.getAttribute('ref') ?? '', part))
        if (group === undefined) open = true
        else collect(group)
      } else if (part.localName === 'simpleContent' || part.localName === 'complexContent') collect(part)
      else if (part.localName === 'extension' || part.localName === 'restriction') {
        const base = schemas.type(qnameOf(part.getAttribute('base') ?? '', part))
        if (base?.localName === 'complexType') collect(base)
        collect(part)
      }
    }
  }
  collect(type)
  return { declared, open }
}
