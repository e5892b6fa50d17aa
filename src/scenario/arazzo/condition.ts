import { isJsonObject, type Json } from '../../core/json.ts'
import type { WorkflowMoment } from '../model/workflow.ts'
import { evaluate, expressionObjection } from './runtime-expression.ts'

type Value = (moment: WorkflowMoment) => Json | undefined

const token =
  /\s*(?:(&&|\|\||==|!=|<=|>=|[<>!()[\]])|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(\$[^\s()[\]<>=!&|]+)|(true|false|null)\b|\.([A-Za-z_]\w*))/y

/**
 * Compiles a condition of type `simple` (Arazzo 1.0, Criterion Object): comparisons, `&&`, `||`, `!`, brackets, `[index]`
 * and `.name`. Throws a `SyntaxError` that says where.
 */
export function compileCondition(source: string): (moment: WorkflowMoment) => boolean {
  const tokens = tokensOf(source)
  let next = 0
  const peek = (): string | undefined => (tokens[next]?.kind === 'sign' ? tokens[next]?.text : undefined)
  const refuse = (expected: string): never => {
    throw new SyntaxError(`column ${(tokens[next]?.at ?? source.length) + 1}: expected ${expected}`)
  }
  const either = (): Value => {
    let left = both()
    while (peek() === '||') {
      next++
      const [first, second] = [left, both()]
      left = (moment) => first(moment) === true || second(moment) === true
    }
    return left
  }
  const both = (): Value => {
    let left = comparison()
    while (peek() === '&&') {
      next++
      const [first, second] = [left, comparison()]
      left = (moment) => first(moment) === true && second(moment) === true
    }
    return left
  }
  const comparison = (): Value => {
    const left = operand()
    const sign = peek() ?? ''
    const compare = Object.hasOwn(comparisons, sign) ? comparisons[sign as keyof typeof comparisons] : undefined
    if (compare === undefined) return left
    next++
    const right = operand()
    return (moment) => compare(left(moment) ?? null, right(moment) ?? null)
  }
  const operand = (): Value => {
    if (peek() === '!') {
      next++
      const inner = operand()
      return (moment) => inner(moment) !== true
    }
    if (peek() === '(') {
      next++
      const inner = either()
      if (peek() !== ')') refuse('")"')
      next++
      return inner
    }
    const found = tokens[next]
    if (found === undefined || found.kind === 'sign' || found.kind === 'name') return refuse('a value')
    next++
    return accessed(found.kind === 'literal' ? () => found.value ?? null : (moment) => evaluate(found.text, moment))
  }
  const accessed = (value: Value): Value => {
    let current = value
    for (;;) {
      const inner = current
      const found = tokens[next]
      if (found?.kind === 'name') {
        next++
        current = (moment) => memberOf(inner(moment), found.text)
      } else if (peek() === '[') {
        next++
        const index = tokens[next]
        if (index?.kind !== 'literal') refuse('an index')
        next++
        if (peek() !== ']') refuse('"]"')
        next++
        current = (moment) => memberOf(inner(moment), String(index?.value))
      } else return current
    }
  }
  const whole = either()
  if (next < tokens.length) refuse('"&&", "||" or the end')
  return (moment) => whole(moment) === true
}

interface Token {
  kind: 'sign' | 'literal' | 'expression' | 'name'
  text: string
  value?: Json
  at: number
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  token.lastIndex = 0
  const pattern = new RegExp(token)
  if (source.length > 2_000) throw new SyntaxError('a condition has at most 2000 characters')
  for (let at = 0; source.slice(at).trim() !== ''; at = pattern.lastIndex) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match === null) throw new SyntaxError(`column ${at + 1}: "${source.slice(at, at + 20)}" does not fit here`)
    const [, sign, text, number, expression, word, name] = match
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at })
    else if (text !== undefined) tokens.push({ kind: 'literal', text, value: text.replaceAll("''", "'"), at })
    else if (number !== undefined) tokens.push({ kind: 'literal', text: number, value: Number(number), at })
    else if (word !== undefined) tokens.push({ kind: 'literal', text: word, value: JSON.parse(word) as Json, at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
    else if (expression !== undefined) {
      const objection = expressionObjection(expression)
      if (objection !== undefined) throw new SyntaxError(`column ${at + 1}: ${objection}`)
      tokens.push({ kind: 'expression', text: expression, at })
    }
  }
  return tokens
}

export const comparisons = {
  '==': (a: Json, b: Json) => equal(a, b),
  '!=': (a: Json, b: Json) => !equal(a, b),
  '<': (a: Json, b: Json) => order(a, b) < 0,
  '<=': (a: Json, b: Json) => order(a, b) <= 0,
  '>': (a: Json, b: Json) => order(a, b) > 0,
  '>=': (a: Json, b: Json) => order(a, b) >= 0,
}

/** Texts are compared without regard to case, as the specification says. */
function equal(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase()
  if (typeof a === 'number' && typeof b === 'string') return b.trim() !== '' && a === Number(b)
  if (typeof a === 'string' && typeof b === 'number') return equal(b, a)
  return a === b
}

/** NaN, which no comparison holds for, when the two cannot be put in an order. */
function order(a: Json, b: Json): number {
  const [x, y] = [Number(a), Number(b)]
  return a === null || b === null ? Number.NaN : x - y
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(name)]
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
