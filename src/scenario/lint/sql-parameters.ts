import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Warn } from './warning-kinds.ts'

/** Holds the `$1`, `$2`, … of every query of a file against its `params`. */
export function checkSqlParameters(node: YamlNode, warn: Warn): void {
  if (node.kind === 'list') for (const item of node.items) checkSqlParameters(item, warn)
  if (node.kind !== 'mapping') return
  for (const { key, value } of node.entries) {
    if (key === 'sql') checkQuery(value, warn)
    checkSqlParameters(value, warn)
  }
}

function checkQuery(sql: YamlNode, warn: Warn): void {
  const query = childOf(sql, 'query')
  const text = textOf(query)
  const params = childOf(sql, 'params')
  if (query === undefined || text === undefined || (params !== undefined && params.kind !== 'list')) return
  const given = itemsOf(params).length
  const read = parametersIn(text)
  const highest = Math.max(0, ...read)
  if (highest > given) warn('sql-parameters', `the query reads $${highest}, and ${countOf(given)} given`, query.place)
  const unread = Array.from({ length: given }, (_, index) => index + 1).find((number) => !read.has(number))
  if (highest <= given && unread !== undefined)
    warn(
      'sql-parameters',
      `the query does not read $${unread}, which is given`,
      itemsOf(params)[unread - 1]?.place ?? query.place,
    )
}

function countOf(given: number): string {
  return given === 0 ? 'no parameter is' : `${given} ${given === 1 ? 'parameter is' : 'parameters are'}`
}

/** What stands in quotes, in dollar quotes and in comments is passed over. */
const tokens = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\$(\d{1,5})/g

function parametersIn(query: string): Set<number> {
  const numbers = [...query.matchAll(tokens)].flatMap(([, , number]) => (number === undefined ? [] : [Number(number)]))
  return new Set(numbers)
}
