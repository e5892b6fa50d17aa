import type { Place } from '../core/place.ts'

/** Finds the place of an offset in a text, in logarithmic time. */
export function lineIndex(file: string, text: string): (offset: number) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const line = lineOf(starts, Math.min(Math.max(offset, 0), text.length))
    const start = starts[line] ?? 0
    const next = starts[line + 1]
    const shown = text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '')
    return { file, line: line + 1, column: offset - start + 1, text: shown }
  }
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
