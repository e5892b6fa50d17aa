import { type Element, elementsOf } from '../../../xml/parse-xml.ts'
import { nameInInstance, partsOf, qnameOf, type SchemaSet, targetOf } from './schema-set.ts'

export interface ContentCheck {
  schemas: SchemaSet
  /** Checks an element that stands where its declaration allows one. */
  child(element: Element, declaration: Element): string[]
}

interface Walk extends ContentCheck {
  children: readonly Element[]
  at: number
  path: string
  problems: string[]
}

/**
 * The children of an element by the content of its complex type. Content models are deterministic (XML Schema, 3.8.6),
 * so that one look ahead decides.
 */
export function checkContent(element: Element, type: Element, path: string, check: ContentCheck): string[] {
  const walk: Walk = { ...check, children: elementsOf(element), at: 0, path, problems: [] }
  for (const particle of particlesOf(type, check.schemas)) take(particle, walk)
  const rest = walk.children[walk.at]
  if (rest !== undefined && walk.problems.length === 0)
    walk.problems.push(`${path}: "${rest.localName}" is not expected here`)
  return walk.problems
}

/** What a type extends comes first. */
function particlesOf(type: Element, schemas: SchemaSet): Element[] {
  return partsOf(type).flatMap((part) => {
    if (part.localName === 'complexContent') return particlesOf(part, schemas)
    if (part.localName === 'restriction') return particlesOf(part, schemas)
    if (part.localName === 'extension') {
      const base = schemas.type(qnameOf(part.getAttribute('base') ?? '', part))
      return [...(base === undefined ? [] : particlesOf(base, schemas)), ...particlesOf(part, schemas)]
    }
    return /^(sequence|choice|all|group)$/.test(part.localName ?? '') ? [part] : []
  })
}

function take(particle: Element, walk: Walk): void {
  const [least, most] = occurrenceOf(particle)
  for (let count = 0; count < most && walk.problems.length === 0; count++) {
    const next = walk.children[walk.at]
    const before = walk.at
    if (next === undefined || !canStart(particle, next, walk.schemas)) {
      if (count < least && !isEmptiable(particle, walk.schemas)) walk.problems.push(lack(particle, next, walk))
      return
    }
    takeOnce(particle, next, walk)
    if (walk.at === before) return
  }
}

function takeOnce(particle: Element, next: Element, walk: Walk): void {
  const { schemas } = walk
  switch (particle.localName) {
    case 'element':
      walk.at++
      walk.problems.push(...walk.child(next, particle))
      return
    case 'any':
      walk.at++
      return
    case 'choice': {
      const chosen = partsOf(particle).find((option) => canStart(option, next, schemas))
      if (chosen !== undefined) take(chosen, walk)
      return
    }
    case 'all':
      takeAll(particle, walk)
      return
    default:
      for (const inner of innerOf(particle, schemas)) take(inner, walk)
  }
}

/** In any order. */
function takeAll(particle: Element, walk: Walk): void {
  const left = new Set(partsOf(particle))
  for (
    let next = walk.children[walk.at];
    next !== undefined && walk.problems.length === 0;
    next = walk.children[walk.at]
  ) {
    const current = next
    const found = [...left].find((inner) => canStart(inner, current, walk.schemas))
    if (found === undefined) break
    left.delete(found)
    take(found, walk)
  }
  const missing = [...left].find((inner) => occurrenceOf(inner)[0] > 0)
  if (missing !== undefined && walk.problems.length === 0)
    walk.problems.push(lack(missing, walk.children[walk.at], walk))
}

function lack(particle: Element, next: Element | undefined, { path, schemas }: Walk): string {
  const wanted = [...new Set(firstNames(particle, schemas))].map((name) => `"${name}"`).join(' or ')
  const found = next === undefined ? '' : `, found "${next.localName}"`
  return `${path}: expected ${wanted === '' ? 'another element' : wanted}${found}`
}

function firstNames(particle: Element, schemas: SchemaSet): string[] {
  if (particle.localName === 'element') return [nameInInstance(particle).name]
  const inner = innerOf(particle, schemas)
  const looked = particle.localName === 'choice' ? inner : inner.slice(0, 1)
  return looked.flatMap((one) => firstNames(one, schemas))
}

/** The particles of a model; those of the group that is referred to. */
function innerOf(particle: Element, schemas: SchemaSet): Element[] {
  if (particle.localName !== 'group') return partsOf(particle)
  const group = schemas.group(qnameOf(particle.getAttribute('ref') ?? '', particle))
  return group === undefined ? [] : partsOf(group)
}

function canStart(particle: Element, child: Element, schemas: SchemaSet): boolean {
  if (particle.localName === 'element') {
    const { namespace, name } = nameInInstance(particle)
    return child.localName === name && (child.namespaceURI ?? '') === namespace
  }
  if (particle.localName === 'any') {
    const isOther = particle.getAttribute('namespace') === '##other'
    return !isOther || (child.namespaceURI ?? '') !== targetOf(particle)
  }
  const inner = innerOf(particle, schemas)
  if (particle.localName === 'choice' || particle.localName === 'all')
    return inner.some((one) => canStart(one, child, schemas))
  for (const one of inner) {
    if (canStart(one, child, schemas)) return true
    if (!isOptional(one, schemas)) return false
  }
  return false
}

function isOptional(particle: Element, schemas: SchemaSet): boolean {
  return occurrenceOf(particle)[0] === 0 || isEmptiable(particle, schemas)
}

/** Whether nothing at all fits a particle that occurs once. */
function isEmptiable(particle: Element, schemas: SchemaSet): boolean {
  if (particle.localName === 'element' || particle.localName === 'any') return false
  const inner = innerOf(particle, schemas)
  if (particle.localName === 'choice') return inner.length === 0 || inner.some((one) => isOptional(one, schemas))
  return inner.every((one) => isOptional(one, schemas))
}

function occurrenceOf(particle: Element): [number, number] {
  const least = particle.getAttribute('minOccurs')
  const most = particle.getAttribute('maxOccurs')
  return [least ? Number(least) : 1, most === 'unbounded' ? Number.POSITIVE_INFINITY : most ? Number(most) : 1]
}
