/** How a scalar is written in the file. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

const hexEscapes: Record<string, number> = { x: 2, u: 4, U: 8 }

/**
 * Where a character of a scalar's value stands in the source, both counted from 0. Exact for flow scalars and literal
 * blocks; in a folded block at least the line is right. Stays within the source for any input.
 */
export function scalarOffset(source: string, style: ScalarStyle, value: string, index: number): number {
  if (style !== 'literal' && style !== 'folded') return Math.min(flowOffset(source, style, index), source.length)
  const found = blockOffset(source, style, value, index)
  return found === -1 ? source.trimEnd().length : Math.min(found, source.length)
}

function flowOffset(source: string, style: ScalarStyle, index: number): number {
  let at = style === 'plain' ? 0 : 1
  let read = 0
  while (at < source.length) {
    const [taken, given] = nextPiece(source, style, at)
    if (read + given > index) return at + (given === taken ? index - read : 0)
    at += taken
    read += given
  }
  return at
}

/** How many characters of the source come next, and how many of the value they stand for. */
function nextPiece(source: string, style: ScalarStyle, at: number): [taken: number, given: number] {
  if (style === 'single' && source.startsWith("''", at)) return [2, 1]
  if (style === 'double' && source[at] === '\\') return escapeSequence(source, at)
  const fold = lineBreaksAt(source, at)
  if (fold === undefined) return [1, 1]
  return [fold.length, Math.max(1, fold.split('\n').length - 2)]
}

function escapeSequence(source: string, at: number): [taken: number, given: number] {
  const letter = source[at + 1] ?? ''
  if (letter === '\n' || letter === '\r') return [1 + (lineBreaksAt(source, at + 1) ?? ' ').length, 0]
  const digits = hexEscapes[letter] ?? 0
  const wide = letter === 'U' && Number.parseInt(source.slice(at + 2, at + 10), 16) > 0xffff
  return [2 + digits, wide ? 2 : 1]
}

/** The blanks and line breaks from here, when there is a line break among them: YAML folds them into one blank. */
function lineBreaksAt(source: string, at: number): string | undefined {
  const first = source[at]
  if (first !== ' ' && first !== '\t' && first !== '\n' && first !== '\r') return undefined
  let end = at
  while (end < source.length && /\s/.test(source[end] ?? '')) end++
  const blanks = source.slice(at, end)
  return blanks.includes('\n') ? blanks : undefined
}

function blockOffset(source: string, style: ScalarStyle, value: string, index: number): number {
  const lines = blockLines(source)
  const before = value.slice(0, index)
  if (style === 'literal') {
    const breaks = before.split('\n')
    const line = lines[breaks.length - 1]
    return line === undefined ? -1 : line.start + (breaks.at(-1)?.length ?? 0)
  }
  return foldedOffset(lines, before.replace(/\s/g, '').length)
}

/** In a folded block, line breaks come and go; what is not blank stays in order. */
function foldedOffset(lines: readonly { start: number; text: string }[], solidBefore: number): number {
  let left = solidBefore
  for (const { start, text } of lines) {
    for (let column = 0; column < text.length; column++) {
      if (/\s/.test(text[column] ?? '')) continue
      if (left === 0) return start + column
      left--
    }
  }
  return -1
}

/** The lines below the header of a block scalar, without their common indentation. */
function blockLines(source: string): { start: number; text: string }[] {
  const lines: { start: number; text: string }[] = []
  for (let at = source.indexOf('\n') + 1; at > 0 && at < source.length; at = source.indexOf('\n', at) + 1) {
    const end = source.indexOf('\n', at)
    lines.push({ start: at, text: source.slice(at, end === -1 ? undefined : end).replace(/\r$/, '') })
  }
  const first = lines.find(({ text }) => text.trim() !== '')?.text ?? ''
  const indentation = first.length - first.trimStart().length
  return lines.map(({ start, text }) => ({ start: start + indentation, text: text.slice(indentation) }))
}
