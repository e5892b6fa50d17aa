import type { CST } from 'yaml'

interface Level {
  token: CST.Token
  depth: number
}

/** The offset of the first collection that lies deeper than the limit. Does not recurse, so that no input exhausts the stack. */
export function tooDeepAt(tokens: readonly CST.Token[], limit: number): number | undefined {
  const waiting: Level[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    const { token, depth } = level
    if (token.type === 'document') {
      if (token.value) waiting.push({ token: token.value, depth })
    } else if ('items' in token) {
      if (depth >= limit) return token.offset
      for (const item of token.items) {
        if (item.key) waiting.push({ token: item.key, depth: depth + 1 })
        if (item.value) waiting.push({ token: item.value, depth: depth + 1 })
      }
    }
  }
  return undefined
}
