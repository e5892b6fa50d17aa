import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml'
import type { Problem } from '../core/error.ts'
import type { Place } from '../core/place.ts'
import type { ScalarStyle } from './scalar-offset.ts'
import { type Source, SourceEntry, SourceList, SourceMapping, SourceScalar } from './source-nodes.ts'
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

export interface Conversion {
  source: Source
  /** What is refused is added here. */
  problems: Problem[]
  numberKeys: boolean
  /** Items of lists that were converted before, by the offset of the list. */
  earlier: ReadonlyMap<number, readonly YamlNode[]>
}

/** Turns the parser's tree into ours. */
export function convertNode(node: ParsedNode | null, conversion: Conversion): YamlNode {
  return convert(node, conversion, 0)
}

function convert(node: ParsedNode | null, reading: Conversion, fallback: number): YamlNode {
  const offset = node?.range?.[0] ?? fallback
  const { source, problems } = reading
  if (node === null) return emptyScalar(source, offset)
  if (isAlias(node) || node.anchor !== undefined) problems.push({ ...aliasProblem, place: source.placeOf(offset) })
  if (node.tag !== undefined && !allowedTags.test(node.tag)) {
    const message = 'tags are refused, expected a plain value'
    problems.push({ code: 'yaml.tag', message, place: source.placeOf(offset) })
  }
  if (isMap(node)) return convertMapping(node.items as readonly Pair[], reading, offset)
  if (isSeq(node)) return convertList(node.items as readonly ParsedNode[], reading, offset)
  return isScalar(node) ? convertScalar(node, reading, offset) : emptyScalar(source, offset)
}

function convertList(items: readonly ParsedNode[], reading: Conversion, offset: number): YamlNode {
  const converted = items.map((item) => convert(item, reading, offset))
  return new SourceList(reading.source, offset, [...(reading.earlier.get(offset) ?? []), ...converted])
}

interface Pair {
  key: ParsedNode
  value: ParsedNode | null
}

function convertMapping(pairs: readonly Pair[], reading: Conversion, offset: number): YamlMapping {
  const { source } = reading
  const seen = new Map<string, number>()
  const entries: YamlEntry[] = []
  for (const pair of pairs) {
    const keyOffset = pair.key?.range?.[0] ?? offset
    const key = keyOf(pair.key, keyOffset, reading)
    const value = convert(pair.value, reading, pair.key?.range?.[1] ?? offset)
    if (key === undefined) continue
    const first = seen.get(key)
    if (first === undefined) seen.set(key, keyOffset)
    else reading.problems.push(duplicateKey(key, source.placeOf(first), source.placeOf(keyOffset)))
    entries.push(new SourceEntry(source, keyOffset, key, value))
  }
  return new SourceMapping(source, offset, entries)
}

function keyOf(node: ParsedNode | null, offset: number, reading: Conversion): string | undefined {
  const { problems, numberKeys, source } = reading
  if (node !== null && (isAlias(node) || node.anchor !== undefined)) {
    problems.push({ ...aliasProblem, place: source.placeOf(offset) })
    return undefined
  }
  const scalar = isScalar(node) ? node.value : undefined
  const value = numberKeys && Number.isSafeInteger(scalar) ? String(scalar) : scalar
  if (typeof value !== 'string') {
    const place = source.placeOf(offset)
    problems.push({ code: 'yaml.key', message: 'a key must be text', place, remedy: 'Put the key in quotes.' })
    return undefined
  }
  if (value === '<<' && isScalar(node) && node.type === 'PLAIN') {
    problems.push({
      code: 'yaml.merge-key',
      message: 'merge keys (`<<`) are refused: YAML 1.2 does not have them',
      place: source.placeOf(offset),
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

function convertScalar(node: Scalar.Parsed, { source, problems }: Conversion, offset: number): YamlScalar {
  const { value } = node
  const end = node.range[1]
  if (typeof value === 'number') checkNumber(value, source.text.slice(offset, end), source.placeOf(offset), problems)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return emptyScalar(source, offset)
  return new SourceScalar(source, [offset, end], value, styles[node.type ?? ''] ?? 'plain')
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

function emptyScalar(source: Source, offset: number): YamlScalar {
  return new SourceScalar(source, [offset, offset], null, 'plain')
}
