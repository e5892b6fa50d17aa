const longestPattern = 1_000

/** Why a text is not taken as a regular expression (ECMAScript's, with its `u` flag); `undefined` when it is one. */
export function patternObjection(pattern: string): string | undefined {
  if (pattern.length > longestPattern) return `is longer than ${longestPattern} characters`
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch {
    return 'is not a regular expression'
  }
}

/**
 * Why searching for a pattern could take very long on some text; `undefined` when it cannot. A repeat within a repeat,
 * or one over alternatives, can take exponential time; what passes takes a small power of the length of the text.
 */
export function costOfPattern(pattern: string): string | undefined {
  if (/\\[1-9]|\\k</.test(pattern)) return 'refers back to a group'
  const outer: Group[] = []
  let current: Group = { repeats: false, alternatives: false }
  let closed: Group | undefined
  let repeats = 0
  for (const [piece] of pattern.matchAll(pieces)) {
    const repeat = repeatOf(piece)
    if (repeat === 'many' || repeat === 'exact') {
      if (closed?.repeats) return 'repeats a group that repeats something itself'
      if (closed?.alternatives) return 'repeats a group of alternatives'
    }
    if (repeat === 'many') repeats++
    if (repeat === 'many' || repeat === 'optional') current.repeats = true
    if (piece === '|') current.alternatives = true
    if (piece.startsWith('(')) {
      outer.push(current)
      current = { repeats: false, alternatives: false }
    }
    closed = piece === ')' ? current : undefined
    if (closed !== undefined) current = merged(outer.pop(), closed)
  }
  return repeats > mostRepeats ? `repeats more than ${mostRepeats} things` : undefined
}

const mostRepeats = 4

/** What a group holds that makes repeating it costly. */
interface Group {
  repeats: boolean
  alternatives: boolean
}

const pieces = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|<?[=!]|<\w+>))?|[)|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gs

function repeatOf(piece: string): 'many' | 'exact' | 'optional' | undefined {
  if (/^[*+]|^\{\d+,/.test(piece)) return 'many'
  if (/^\{\d+\}/.test(piece)) return 'exact'
  return piece.startsWith('?') ? 'optional' : undefined
}

function merged(group: Group | undefined, inner: Group): Group {
  return {
    repeats: inner.repeats || (group?.repeats ?? false),
    alternatives: inner.alternatives || (group?.alternatives ?? false),
  }
}
