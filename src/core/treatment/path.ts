/** One step of a path: into a key, into any key, or into the elements of an array. */
export type PathSegment = { kind: 'key'; name: string } | { kind: 'any' } | { kind: 'elements' }

export type Path = readonly PathSegment[]

const anyKey: PathSegment = { kind: 'any' }
const elements: PathSegment = { kind: 'elements' }

/**
 * Reads a path within a document, or a pattern for such paths: keys between dots, `*` for any key, `[]` for the elements
 * of an array. A key that holds one of `.[]"*` or is empty stands in double quotes, doubled within:
 * `values.*[].data`, `attributes."net.weight"`. Gives `undefined` for what is no path.
 */
export function parsePath(text: string): Path | undefined {
  const path: PathSegment[] = []
  let at = 0
  while (at <= text.length) {
    const [taken, segment] = readKey(text, at)
    if (segment === undefined) return undefined
    path.push(segment)
    at += taken
    while (text.startsWith('[]', at)) {
      path.push(elements)
      at += 2
    }
    if (at === text.length) return path
    if (text[at] !== '.') return undefined
    at += 1
  }
  return undefined
}

/** What `parsePath` reads back. */
export function formatPath(path: Path): string {
  let text = ''
  for (const segment of path) {
    if (segment.kind === 'elements') text += '[]'
    else text += `${text === '' ? '' : '.'}${segment.kind === 'any' ? '*' : formatKey(segment.name)}`
  }
  return text
}

/** A key as it is written in a path: in quotes where it has to be. */
function formatKey(name: string): string {
  return name === '' || /[.[\]"*]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}

/** Whether the pattern stands for the path, or for something that holds it. */
export function coversPath(pattern: Path, path: Path): boolean {
  return pattern.length <= path.length && pattern.every((segment, index) => stepsInto(segment, path[index]))
}

/**
 * Less than 0 where `a` says more than `b`: it goes deeper, or it names the first key in which they differ where the
 * other has `*`. Both are patterns that cover one and the same path.
 */
export function compareSpecificity(a: Path, b: Path): number {
  if (a.length !== b.length) return b.length - a.length
  for (const [index, segment] of a.entries()) {
    const other = b[index]
    if (segment.kind !== other?.kind) return rank(segment) - rank(other)
  }
  return 0
}

function rank(segment: PathSegment | undefined): number {
  return segment === undefined ? 3 : ['key', 'elements', 'any'].indexOf(segment.kind)
}

function stepsInto(pattern: PathSegment, segment: PathSegment | undefined): boolean {
  if (pattern.kind === 'key') return segment?.kind === 'key' && segment.name === pattern.name
  if (pattern.kind === 'any') return segment?.kind === 'key' || segment?.kind === 'any'
  return segment?.kind === 'elements'
}

function readKey(text: string, start: number): [taken: number, segment: PathSegment | undefined] {
  if (text[start] === '"') {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(start))
    if (quoted === null) return [0, undefined]
    return [quoted[0].length, { kind: 'key', name: (quoted[1] ?? '').replaceAll('""', '"') }]
  }
  const [name = ''] = /^[^.[\]"*]*/.exec(text.slice(start)) ?? []
  if (name !== '') return [name.length, { kind: 'key', name }]
  return text[start] === '*' ? [1, anyKey] : [0, undefined]
}
