import { suggestion } from '../../core/nearest.ts'
import type { Operation } from '../../openapi/openapi-document.ts'
import { textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Refuse } from './read-criteria.ts'
import type { Sources } from './read-sources.ts'

export interface FoundOperation {
  source: string
  operation: Operation
}

/**
 * The operation of an `operationId`: alone, with `$sourceDescriptions.NAME.` or with `NAME.` before it. Where nobody has
 * the id, the only one that differs in upper and lower case is taken.
 */
export function operationById(
  node: YamlNode,
  { documents, unread }: Sources,
  refuse: Refuse,
): FoundOperation | undefined {
  const text = textOf(node) ?? ''
  const all = [...documents].flatMap(([source, document]) =>
    document.operations.map((operation) => ({ source, operation })),
  )
  const [, marked, first = '', behind = ''] = /^(\$sourceDescriptions\.)?([\w-]+)\.(.+)$/.exec(text) ?? []
  const isNamed =
    marked !== undefined ||
    ((documents.has(first) || unread.has(first)) && all.every(({ operation }) => operation.operationId !== text))
  const id = isNamed ? behind : text
  if (isNamed ? unread.has(first) : unread.size > 0) return undefined
  if (isNamed && !documents.has(first)) {
    const message = `there is no source description "${first.slice(0, 60)}"; ${suggestion(first.slice(0, 60), [...documents.keys()])}`
    return refuse('unknown-source', message, node)
  }
  const meant = isNamed ? all.filter(({ source }) => source === first) : all
  const exact = meant.filter(({ operation }) => operation.operationId === id)
  const fitting =
    exact.length > 0
      ? exact
      : meant.filter(({ operation }) => operation.operationId?.toLowerCase() === id.toLowerCase())
  if (fitting.length === 1) return fitting[0]
  const shown = id.slice(0, 60)
  if (exact.length > 1)
    return refuse(
      'operation',
      `several source descriptions have "${shown}", expected $sourceDescriptions.NAME.${shown}`,
      node,
    )
  const known = meant.flatMap(({ operation }) => operation.operationId ?? [])
  return refuse('unknown-operation', `there is no operation "${shown}"; ${suggestion(shown, known)}`, node)
}

/** The operation that an `operationPath` leads to; the method may be left out where the path has only one operation. */
export function operationByPath(
  node: YamlNode,
  { documents, unread }: Sources,
  refuse: Refuse,
): FoundOperation | undefined {
  const text = textOf(node) ?? ''
  const [, source = '', pointer = ''] = /^\{?\$sourceDescriptions\.([\w-]+?)(?:\.url)?\}?(#\/.+)$/.exec(text) ?? []
  if (unread.has(source)) return undefined
  const operations = documents.get(source)?.operations ?? []
  const exact = operations.find((one) => one.pointer === pointer)
  const below = operations.filter((one) => one.pointer === `${pointer}/${one.method.toLowerCase()}`)
  const operation = exact ?? (below.length === 1 ? below[0] : undefined)
  if (operation !== undefined) return { source, operation }
  if (below.length > 1) {
    const methods = below.map(({ method }) => `/${method.toLowerCase()}`).join(', ')
    return refuse('operation', `this path has several operations, expected one of ${methods} behind it`, node)
  }
  return refuse(
    'unknown-operation',
    'expected {$sourceDescriptions.NAME.url}#/paths/~1PATH/METHOD that leads to an operation',
    node,
  )
}
