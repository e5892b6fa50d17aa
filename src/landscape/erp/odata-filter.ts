import { Refusal } from '../refusal.ts'
import type { Columns } from './odata.ts'

const comparisons: Readonly<Record<string, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }

/** SQL over a column and a parameter, which is text. */
const functions: Readonly<Record<string, (column: string, parameter: string) => string>> = {
  contains: (column, parameter) => `position(${parameter}::text in (${column})::text) > 0`,
  startswith: (column, parameter) => `starts_with((${column})::text, ${parameter}::text)`,
  endswith: (column, parameter) => `right((${column})::text, length(${parameter}::text)) = ${parameter}::text`,
}

const token =
  /\s*(?:([(),])|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?(?![\w-])|\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?)|([A-Za-z_]\w*))/y
const deepest = 20

/**
 * Reads `$filter`: comparisons with texts, numbers, dates and `null`, `contains`, `startswith` and `endswith`, joined by
 * `and`, `or`, `not` and brackets. Gives a SQL condition, whose values are appended to the parameters.
 */
export function readFilter(filter: string, columns: Columns, params: unknown[]): string {
  const tokens = tokensOf(filter)
  let at = 0

  const refuse = (): never => {
    const rest = filter.slice(tokens[at]?.start ?? filter.length)
    throw new Refusal(400, '201', `Query string error - Invalid $filter near '${rest.trim().slice(0, 60)}'`)
  }
  const next = (): string => tokens[at]?.text ?? ''
  const take = (expected?: string): string => {
    const text = next()
    if (text === '' || (expected !== undefined && text !== expected)) refuse()
    at++
    return text
  }
  const column = (): string => {
    const name = next()
    const found = Object.hasOwn(columns, name) ? columns[name] : undefined
    if (found === undefined) return refuse()
    at++
    return found
  }
  const literal = (): string | number | null => {
    const text = next()
    if (text !== 'null' && !/^['\d-]/.test(text)) return refuse()
    at++
    if (text === 'null') return null
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  }
  const parameter = (value: string | number): string => `$${params.push(value)}`

  const comparison = (): string => {
    const left = column()
    const operator = take()
    const sign = comparisons[operator]
    if (sign === undefined) {
      at--
      return refuse()
    }
    const value = literal()
    if (value !== null) return `${left} ${sign} ${parameter(value)}`
    if (operator === 'eq') return `(${left}) is null`
    return operator === 'ne' ? `(${left}) is not null` : refuse()
  }
  const call = (toSql: (column: string, parameter: string) => string): string => {
    at++
    take('(')
    const left = column()
    take(',')
    const value = literal()
    if (value === null) return refuse()
    take(')')
    return toSql(left, parameter(String(value)))
  }
  const term = (depth: number): string => {
    if (depth > deepest) return refuse()
    const text = next()
    if (text === 'not') {
      at++
      return `not (${term(depth + 1)})`
    }
    if (text === '(') {
      at++
      const inner = anyOf(depth + 1)
      take(')')
      return `(${inner})`
    }
    const toSql = Object.hasOwn(functions, text) ? functions[text] : undefined
    return toSql === undefined ? comparison() : call(toSql)
  }
  const joined = (word: 'and' | 'or', part: () => string): string => {
    const parts = [part()]
    while (next() === word) {
      at++
      parts.push(part())
    }
    return parts.join(` ${word} `)
  }
  const anyOf = (depth: number): string => joined('or', () => joined('and', () => term(depth)))

  const condition = anyOf(0)
  return at === tokens.length ? condition : refuse()
}

function tokensOf(filter: string): { text: string; start: number }[] {
  const tokens: { text: string; start: number }[] = []
  token.lastIndex = 0
  while (filter.slice(token.lastIndex).trim() !== '') {
    const start = token.lastIndex
    const text = token.exec(filter)?.[0]
    if (text === undefined)
      throw new Refusal(
        400,
        '201',
        `Query string error - Invalid $filter near '${filter.slice(start).trim().slice(0, 60)}'`,
      )
    tokens.push({ text: text.trim(), start })
  }
  return tokens
}
