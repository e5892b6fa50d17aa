/** A piece of a text: as it is, or an expression between `start` and `end` (without its braces). */
export type TemplatePart = { kind: 'text'; text: string } | { kind: 'expression'; start: number; end: number }

/**
 * Divides text at `${{ … }}`; `$${{` stands for `${{` itself. The end is found with CEL's quotes and braces in mind.
 * Returns the index of an opening that is never closed instead.
 */
export function templateParts(text: string): readonly TemplatePart[] | { unclosedAt: number } {
  const parts: TemplatePart[] = []
  let literal = ''
  let read = 0
  for (let at = text.indexOf('${{'); at !== -1; at = text.indexOf('${{', read)) {
    if (at > read && text[at - 1] === '$') {
      literal += text.slice(read, at - 1) + text.slice(at, at + 3)
      read = at + 3
      continue
    }
    const end = endOfExpression(text, at + 3)
    if (end === undefined) return { unclosedAt: at }
    literal += text.slice(read, at)
    if (literal !== '') parts.push({ kind: 'text', text: literal })
    literal = ''
    parts.push({ kind: 'expression', start: at + 3, end })
    read = end + 2
  }
  literal += text.slice(read)
  if (literal !== '') parts.push({ kind: 'text', text: literal })
  return parts
}

function endOfExpression(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"' || character === "'") at = endOfQuotes(text, at)
    else if (character === '{') depth++
    else if (character === '}' && depth > 0) depth--
    else if (text.startsWith('}}', at)) return at
  }
  return undefined
}

/** The index of the last quotation mark. */
function endOfQuotes(text: string, start: number): number {
  const quote = text[start] ?? ''
  const mark = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote
  const raw = /[rR]/.test(text[start - 1] ?? '')
  for (let at = start + mark.length; at < text.length; at++) {
    if (text[at] === '\\' && !raw) at++
    else if (text.startsWith(mark, at)) return at + mark.length - 1
  }
  return text.length
}
