/** Where in a file something is. Lines and columns count from 1. */
export interface Place {
  file: string
  line: number
  column: number
  /** The line itself, so that a message can show it. */
  text?: string
}

/** `file:line:column`, as editors and CI systems link it. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}

const longestLine = 160
const context = 60

/**
 * The line with a marker below the column, for terminals; empty when the line is not known. Of a long line, only what
 * is around the column; control characters, which could move the cursor, are shown as �.
 */
export function codeFrame(place: Place): string {
  if (place.text === undefined) return ''
  const gutter = `${place.line} | `
  const start = place.text.length <= longestLine ? 0 : Math.max(0, place.column - 1 - context)
  const end = start === 0 ? longestLine : start + 2 * context
  const before = start > 0 ? '…' : ''
  const shown = place.text.slice(start, end).replace(/[^\P{Cc}\t]/gu, '\ufffd')
  const margin = ' '.repeat(gutter.length + before.length + place.column - 1 - start)
  return `${gutter}${before}${shown}${end < place.text.length ? '…' : ''}\n${margin}^`
}

/** The line and column of an offset in a text. */
export function placeAt(file: string, source: string, offset: number): Place {
  const start = source.lastIndexOf('\n', offset - 1) + 1
  const end = source.indexOf('\n', offset)
  return {
    file,
    line: source.slice(0, start).split('\n').length,
    column: offset - start + 1,
    text: source.slice(start, end === -1 ? undefined : end).replace(/\r$/, ''),
  }
}
