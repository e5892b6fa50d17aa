import type { Problem } from '../../core/error.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'

/** What the schema said about a place is not said again. */
export function merged(structure: readonly Problem[], meaning: readonly Problem[]): Problem[] {
  const told = new Set(structure.map(placeOf))
  const rest = meaning.filter((problem) => problem.place === undefined || !told.has(placeOf(problem)))
  return sortedByPlace([...structure, ...rest])
}

function placeOf({ place }: Problem): string {
  return `${place?.file}:${place?.line}:${place?.column}`
}
