/** A part of a text, and what stands there instead. */
export interface Span {
  start: number
  end: number
  replacement: string
}

/** Writes the text with every span replaced. Where spans overlap, all that any of them covers goes, for one replacement. */
export function withoutSpans(text: string, spans: readonly Span[]): string {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  let result = ''
  let at = 0
  for (let index = 0; index < sorted.length; ) {
    const first = sorted[index] as Span
    let { end } = first
    index++
    for (let next = sorted[index]; next !== undefined && next.start < end; next = sorted[index]) {
      end = Math.max(end, next.end)
      index++
    }
    result += text.slice(at, first.start) + first.replacement
    at = end
  }
  return result + text.slice(at)
}
