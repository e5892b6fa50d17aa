const longestPiece = 65_536
/** How deep the lists lie that may be long: the steps of the results of a run. */
const deepestList = 4

/**
 * What `JSON.stringify(value, null, 2)` gives, in pieces: the text of a run of ten thousand steps would take several
 * times its size at once.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = ''
  for (const part of partsOf(value, '', 0)) {
    piece += part
    if (piece.length < longestPiece) continue
    yield piece
    piece = ''
  }
  yield piece
}

function* partsOf(value: unknown, margin: string, depth: number): Generator<string> {
  const isList = Array.isArray(value)
  const members = isList ? value.map((item): Member => ['', item ?? null]) : membersOf(value)
  if (members.length === 0 || depth === deepestList) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${margin}`)
    return
  }
  const inner = `${margin}  `
  for (const [index, [key, member]] of members.entries()) {
    yield `${index > 0 ? ',' : isList ? '[' : '{'}\n${inner}${key}`
    yield* partsOf(member, inner, depth + 1)
  }
  yield `\n${margin}${isList ? ']' : '}'}`
}

type Member = readonly [key: string, value: unknown]

function membersOf(value: unknown): Member[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]): Member[] =>
    member === undefined ? [] : [[`${JSON.stringify(key)}: `, member]],
  )
}
