import { nearest } from '../../core/nearest.ts'
import { costOfPattern } from '../../core/pattern.ts'
import { childOf, type YamlEntry, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import { type MatcherName, matchers } from '../match/matchers.ts'
import type { Warn } from './warning-kinds.ts'

const names = Object.keys(matchers)

/** What every answer of these has. */
const alwaysThere = [
  { verbs: ['get', 'post', 'put', 'patch', 'delete'], keys: ['status', 'headers', 'body', 'duration'] },
  { verbs: ['sql'], keys: ['rows', 'rowCount'] },
  { verbs: ['consume'], keys: ['messages'] },
] as const

/** Expectations that hold, or fail, whatever the answer is, and what looks like a matcher and is none. */
export function checkExpectation(step: YamlNode, warn: Warn): void {
  const expect = childOf(step, 'expect')
  if (expect === undefined) return
  if (expect.kind === 'mapping' && expect.entries.length === 0)
    warn('empty-expectation', 'this holds for every answer: nothing is expected', expect.place)
  const kind = alwaysThere.find(({ verbs }) => verbs.some((verb) => childOf(step, verb) !== undefined))
  for (const key of kind?.keys ?? []) checkPresence(childOf(expect, key), key, warn)
  checkTree(expect, warn)
}

function checkPresence(node: YamlNode | undefined, key: string, warn: Warn): void {
  const wanted = childOf(node, 'exists')
  if (node?.kind !== 'mapping' || node.entries.length !== 1 || wanted?.kind !== 'scalar') return
  if (wanted.value === true) warn('empty-expectation', `this holds for every answer: each has "${key}"`, wanted.place)
  if (wanted.value === false) warn('never-holds', `this holds for no answer: each has "${key}"`, wanted.place)
}

function checkTree(node: YamlNode, warn: Warn): void {
  if (node.kind === 'list') for (const item of node.items) checkTree(item, warn)
  if (node.kind !== 'mapping') return
  checkNames(node, warn)
  for (const entry of node.entries) {
    if (isMatcherName(entry.key)) checkOperand(entry, warn)
    // Below it, keys are compared as they are.
    if (entry.key !== 'equals') checkTree(entry.value, warn)
  }
}

function isMatcherName(key: string): key is MatcherName {
  return Object.hasOwn(matchers, key)
}

function checkNames({ entries }: YamlMapping, warn: Warn): void {
  const known = entries.filter(({ key }) => isMatcherName(key))
  const [other] = entries.filter(({ key }) => !isMatcherName(key))
  if (other === undefined) return
  const meant = misspelt(other.key)
  if (meant !== undefined && (known.length > 0 || entries.length === 1))
    warn(
      'misspelt-matcher',
      `"${other.key}" is compared as a key; did you mean the matcher "${meant}"?`,
      other.keyPlace,
    )
  const meantAsMatcher = known.find(({ key }) => !ordinary.has(key))
  if (meant === undefined && meantAsMatcher !== undefined)
    warn(
      'mixed-matchers',
      `"${meantAsMatcher.key}" is compared as a key, since "${other.key.slice(0, 60)}" beside it is no matcher`,
      meantAsMatcher.keyPlace,
    )
}

/** Matchers whose names are those of fields in many answers. */
const ordinary: ReadonlySet<string> = new Set([
  'type',
  'length',
  'empty',
  'any',
  'each',
  'not',
  'matches',
  'contains',
  'optional',
])

/** Short words are near to everything: of them, one letter may be wrong. */
function misspelt(key: string): string | undefined {
  return key.length < 3 ? undefined : nearest(key.slice(0, 60), names, key.length < 6 ? 1 : 2)
}

function checkOperand({ key, value }: YamlEntry, warn: Warn): void {
  const isEmptyList = value.kind === 'list' && value.items.length === 0
  if (key === 'contains' && isEmptyList)
    warn('empty-expectation', 'this holds for every value: nothing must be contained', value.place)
  if (key === 'oneOf' && isEmptyList)
    warn('never-holds', 'this holds for no value: there is none to choose', value.place)
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return
  if (['contains', 'startsWith', 'endsWith', 'matches'].includes(key) && value.value === '')
    warn('empty-expectation', 'this holds for every text', value.place)
  const cost = key === 'matches' && !value.value.includes('${{') ? costOfPattern(value.value) : undefined
  if (cost !== undefined)
    warn('costly-pattern', `this pattern can take very long on some texts: it ${cost}`, value.place)
}
