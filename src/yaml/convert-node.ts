import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml'
import type { Problem } from '../core/error.ts'
import type { Place } from '../core/place.ts'
import { type ScalarStyle, scalarOffset } from './scalar-offset.ts'
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from './yaml-document.ts'

const styles: Record<string, ScalarStyle> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
}

const allowedTags = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/

const aliasProblem = {
  code: 'yaml.alias',
  message: 'anchors and aliases are refused: a few lines with them can stand for gigabytes',
  remedy: 'Write the value out where it is needed.',
}

interface Reading {
  text: string
  placeOf: (offset: number) => Place
  problems: Problem[]
  numberKeys: boolean
}

/** Turns the parser's tree into ours; what is refused is added to the problems. */
export function convertNode(
  node: ParsedNode | null,
  text: string,
  placeOf: (offset: number) => Place,
  problems: Problem[],
  numberKeys = false,
): YamlNode {
  return convert(node, { text, placeOf, problems, numberKeys }, 0)
}

function convert(node: ParsedNode | null, reading: Reading, fallback: number): YamlNode {
  const offset = node?.range?.[0] ?? fallback
  const place = reading.placeOf(offset)
  if (node === null) return emptyScalar(place)
  if (isAlias(node) || node.anchor !== undefined) reading.problems.push({ ...aliasProblem, place })
  if (node.tag !== undefined && !allowedTags.test(node.tag))
    reading.problems.push({ code: 'yaml.tag', message: 'tags are refused, expected a plain value', place })
  if (isMap(node)) return convertMapping(node.items as readonly Pair[], reading, offset)
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item) => convert(item as ParsedNode, reading, offset)), place }
  return isScalar(node) ? convertScalar(node, reading, offset) : emptyScalar(place)
}

interface Pair {
  key: ParsedNode
  value: ParsedNode | null
}

function convertMapping(pairs: readonly Pair[], reading: Reading, offset: number): YamlMapping {
  const seen = new Map<string, Place>()
  const entries: YamlEntry[] = []
  for (const pair of pairs) {
    const keyPlace = reading.placeOf(pair.key?.range?.[0] ?? offset)
    const key = keyOf(pair.key, keyPlace, reading)
    const value = convert(pair.value, reading, pair.key?.range?.[1] ?? offset)
    if (key === undefined) continue
    const first = seen.get(key)
    if (first === undefined) seen.set(key, keyPlace)
    else reading.problems.push(duplicateKey(key, first, keyPlace))
    entries.push({ key, keyPlace, value })
  }
  return { kind: 'mapping', entries, place: reading.placeOf(offset) }
}

function keyOf(node: ParsedNode | null, place: Place, { problems, numberKeys }: Reading): string | undefined {
  if (node !== null && (isAlias(node) || node.anchor !== undefined)) {
    problems.push({ ...aliasProblem, place })
    return undefined
  }
  const scalar = isScalar(node) ? node.value : undefined
  const value = numberKeys && Number.isSafeInteger(scalar) ? String(scalar) : scalar
  if (typeof value !== 'string') {
    problems.push({ code: 'yaml.key', message: 'a key must be text', place, remedy: 'Put the key in quotes.' })
    return undefined
  }
  if (value === '<<' && isScalar(node) && node.type === 'PLAIN') {
    problems.push({
      code: 'yaml.merge-key',
      message: 'merge keys (`<<`) are refused: YAML 1.2 does not have them',
      place,
      remedy: 'Write the keys out where they are needed.',
    })
    return undefined
  }
  return value
}

function duplicateKey(key: string, first: Place, place: Place): Problem {
  return {
    code: 'yaml.duplicate-key',
    message: `the key "${key.slice(0, 60)}" is there twice; the first is in line ${first.line}`,
    place,
  }
}

function convertScalar(node: Scalar.Parsed, reading: Reading, offset: number): YamlScalar {
  const place = reading.placeOf(offset)
  const source = reading.text.slice(offset, node.range[1])
  const value = node.value
  if (typeof value === 'number') checkNumber(value, source, place, reading.problems)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return emptyScalar(place)
  const style = styles[node.type ?? ''] ?? 'plain'
  return {
    kind: 'scalar',
    value,
    plain: style === 'plain' && !source.includes('\n'),
    place,
    placeAt: (index) => reading.placeOf(offset + scalarOffset(source, style, String(value), index)),
  }
}

/** Article and customer numbers that were meant as text must not lose digits in silence. */
function checkNumber(value: number, source: string, place: Place, problems: Problem[]): void {
  const remedy = 'Put it in quotes to keep it as text.'
  if (!Number.isFinite(value))
    problems.push({ code: 'yaml.number', message: 'expected a number that JSON can hold', place, remedy })
  else if (/^[-+]?0\d/.test(source))
    problems.push({ code: 'yaml.number', message: 'a number with leading zeros would lose them', place, remedy })
  else if (Number.isInteger(value) && !Number.isSafeInteger(value))
    problems.push({ code: 'yaml.number', message: 'a number this large would lose digits', place, remedy })
}

function emptyScalar(place: Place): YamlScalar {
  return { kind: 'scalar', value: null, plain: true, place, placeAt: () => place }
}
