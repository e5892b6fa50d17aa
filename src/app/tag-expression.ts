import { usageError } from '../core/error.ts'

/** Whether a set of tags fits. */
export type TagExpression = (tags: ReadonlySet<string>) => boolean

const longest = 1_000

interface Token {
  text: string
  column: number
}

/**
 * Compiles `stock and not (slow or flaky)`: tags, `not`, `and`, `or` in this order of binding, and brackets. Throws the
 * usage error `tag.syntax`, with the column in the expression.
 */
export function compileTagExpression(source: string): TagExpression {
  const tokens = tokensOf(source)
  let next = 0
  const peek = (): string | undefined => tokens[next]?.text
  const refuse = (expected: string): never => {
    const token = tokens[next]
    const found = token === undefined ? 'it ends' : `found "${token.text}"`
    throw syntaxError(source, token?.column ?? source.length + 1, `expected ${expected}, ${found}`)
  }

  const either = (): TagExpression => {
    let left = both()
    while (peek() === 'or') {
      next++
      const [first, second] = [left, both()]
      left = (tags) => first(tags) || second(tags)
    }
    return left
  }
  const both = (): TagExpression => {
    let left = single()
    while (peek() === 'and') {
      next++
      const [first, second] = [left, single()]
      left = (tags) => first(tags) && second(tags)
    }
    return left
  }
  const single = (): TagExpression => {
    const token = peek()
    if (token === 'not') {
      next++
      const inner = single()
      return (tags) => !inner(tags)
    }
    if (token === '(') {
      next++
      const inner = either()
      if (peek() !== ')') refuse('")"')
      next++
      return inner
    }
    if (token === undefined || token === ')' || token === 'and' || token === 'or') return refuse('a tag')
    next++
    return (tags) => tags.has(token)
  }

  const expression = either()
  if (next < tokens.length) refuse('"and", "or" or the end')
  return expression
}

function tokensOf(source: string): Token[] {
  if (source.length > longest) throw syntaxError(source, 1, `a tag expression has at most ${longest} characters`)
  const tokens = [...source.matchAll(/[()]|[^\s()]+/g)].map(({ 0: text, index }) => ({ text, column: index + 1 }))
  if (tokens.filter(({ text }) => text === '(' || text === 'not').length > 100)
    throw syntaxError(source, 1, 'a tag expression has at most 100 brackets and "not"')
  return tokens
}

function syntaxError(source: string, column: number, message: string): Error {
  const shown = source.length > 100 ? '' : `\n  ${source}\n  ${' '.repeat(column - 1)}^`
  return usageError({
    code: 'tag.syntax',
    message: `--tag, column ${column}: ${message}${shown}`,
    remedy: "For example: --tag 'stock and not (slow or flaky)'",
  })
}
