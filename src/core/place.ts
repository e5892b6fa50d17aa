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

/** The line with a marker below the column, for terminals; empty when the line is not known. */
export function codeFrame(place: Place): string {
  if (place.text === undefined) return ''
  const gutter = `${place.line} | `
  const margin = ' '.repeat(gutter.length + place.column - 1)
  return `${gutter}${place.text}\n${margin}^`
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
