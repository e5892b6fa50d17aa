import type { Element } from '../../../xml/parse-xml.ts'
import { compare, decimalOf } from '../../expression/decimal.ts'
import { builtIn } from './built-in-types.ts'
import { partsOf, type QName, qnameOf, type SchemaSet, xsd } from './schema-set.ts'

/** Why a text is no value of a simple type, to come after its place; nothing when it is one. */
export function checkSimpleType(text: string, type: QName | Element, schemas: SchemaSet): string | undefined {
  if (!('localName' in type)) {
    if (type.namespace === xsd) return builtIn(text, type.name)
    const definition = schemas.type(type)
    return definition?.localName === 'simpleType' ? checkSimpleType(text, definition, schemas) : undefined
  }
  const [derivation] = partsOf(type)
  if (derivation === undefined) return undefined
  if (derivation.localName === 'list') {
    const item = innerType(derivation, 'itemType')
    const items = text.trim().split(/\s+/).filter(Boolean)
    return item && items.map((one) => checkSimpleType(one, item, schemas)).find((problem) => problem !== undefined)
  }
  if (derivation.localName === 'union') {
    const members = membersOf(derivation)
    const fits = members.length === 0 || members.some((member) => checkSimpleType(text, member, schemas) === undefined)
    return fits ? undefined : 'is a value of none of the types of a union'
  }
  const base = innerType(derivation, 'base')
  return (base && checkSimpleType(text, base, schemas)) ?? checkFacets(text, derivation)
}

function innerType(parent: Element, attribute: string): QName | Element | undefined {
  const name = parent.getAttribute(attribute)
  return name ? qnameOf(name, parent) : partsOf(parent).find(({ localName }) => localName === 'simpleType')
}

function membersOf(union: Element): (QName | Element)[] {
  const names = (union.getAttribute('memberTypes') ?? '').split(/\s+/).filter(Boolean)
  return [...names.map((name) => qnameOf(name, union)), ...partsOf(union)]
}

function checkFacets(text: string, restriction: Element): string | undefined {
  const facets = partsOf(restriction).map((part) => [part.localName ?? '', part.getAttribute('value') ?? ''] as const)
  const choices = facets.filter(([name]) => name === 'enumeration').map(([, value]) => value)
  if (choices.length > 0 && !choices.includes(text.trim()) && !choices.includes(text))
    return `is none of ${choices.slice(0, 12).join(', ')}${choices.length > 12 ? ', …' : ''}`
  const patterns = facets.filter(([name]) => name === 'pattern').map(([, value]) => value)
  if (patterns.length > 0 && !patterns.some((pattern) => fitsPattern(text, pattern)))
    return `does not match the pattern ${patterns.join(' or ')}`
  for (const [name, value] of facets) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule !== undefined && !rule.holds(text, value)) return `${rule.words} ${value}`
  }
  return undefined
}

/** A pattern that JavaScript does not know (`\i`, `\c`, subtraction of classes) is not looked at. */
function fitsPattern(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}

interface Rule {
  words: string
  holds(text: string, value: string): boolean
}

const length = (text: string): number => [...text].length
const digits = (text: string): string =>
  text
    .trim()
    .replace(/^[+-]?0*/, '')
    .replace('.', '')
const fraction = (text: string): string => (text.trim().split('.')[1] ?? '').replace(/0+$/, '')

const rules: Readonly<Record<string, Rule>> = {
  length: { words: 'does not have the length', holds: (text, value) => length(text) === Number(value) },
  minLength: { words: 'is shorter than', holds: (text, value) => length(text) >= Number(value) },
  maxLength: { words: 'is longer than', holds: (text, value) => length(text) <= Number(value) },
  minInclusive: { words: 'is less than', holds: (text, value) => orderOf(text, value) >= 0 },
  maxInclusive: { words: 'is more than', holds: (text, value) => orderOf(text, value) <= 0 },
  minExclusive: { words: 'is not more than', holds: (text, value) => orderOf(text, value) > 0 },
  maxExclusive: { words: 'is not less than', holds: (text, value) => orderOf(text, value) < 0 },
  totalDigits: { words: 'has more digits than', holds: (text, value) => digits(text).length <= Number(value) },
  fractionDigits: {
    words: 'has more digits behind the point than',
    holds: (text, value) => fraction(text).length <= Number(value),
  },
}

/** Numbers as decimals, anything else (dates) by its text, which orders dates without zones. */
function orderOf(text: string, value: string): number {
  const [a, b] = [decimalOf(text.trim()), decimalOf(value.trim())]
  if (a !== undefined && b !== undefined) return compare(a, b)
  return text.trim() < value.trim() ? -1 : text.trim() > value.trim() ? 1 : 0
}
