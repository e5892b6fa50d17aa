/** The candidate that is closest to what was typed, when it is close enough to be meant: at most so many edits away. */
export function nearest(
  typed: string,
  candidates: Iterable<string>,
  limit = Math.max(2, Math.floor(typed.length / 3)),
): string | undefined {
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of candidates) {
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `did you mean "x"?`, or a list of what there is when nothing is near. */
export function suggestion(typed: string, candidates: readonly string[]): string {
  const near = nearest(typed, candidates)
  if (near !== undefined) return `did you mean "${near}"?`
  return candidates.length === 0 ? 'there are none' : `expected one of: ${candidates.join(', ')}`
}

/** Edits, swaps of neighbours included, that turn one text into the other (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Number.POSITIVE_INFINITY
}
