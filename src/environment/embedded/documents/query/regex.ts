import { BSONRegExp, BSONSymbol } from 'bson'
import { ServerError } from '../server-error.ts'
import type { Value } from '../values/document.ts'
import type { ValueMatcher } from './filter.ts'

/** A matcher for `$regex` and for regular expressions as values: text that matches, or the same expression. */
export function fromRegex(pattern: string, options: string): ValueMatcher {
  const expression = compileRegex(pattern, options)
  return {
    test: (value: Value | undefined) => {
      if (typeof value === 'string') return expression.test(value)
      if (value instanceof BSONSymbol) return expression.test(value.value)
      return value instanceof BSONRegExp && value.pattern === pattern && value.options === options
    },
  }
}

/** Options are `i`, `m`, `s`, `u` and, without comments or white space within the pattern's classes, `x`. */
function compileRegex(pattern: string, options: string): RegExp {
  if (/[^imsux]/.test(options)) throw new ServerError('BadValue', 'invalid flag in regex options')
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = options + (inline?.[1] ?? '')
  let source = inline === null ? pattern : pattern.slice(inline[0].length)
  if (flags.includes('x')) source = source.replace(/\\.|\s+|#.*$/gm, (part) => (part.startsWith('\\') ? part : ''))
  const kept = [...'ims'].filter((flag) => flags.includes(flag)).join('')
  try {
    return new RegExp(source, `${kept}u`)
  } catch {
    try {
      return new RegExp(source, kept)
    } catch {
      throw new ServerError('BadValue', 'the regular expression is invalid or not supported')
    }
  }
}
