import type { Problem } from '../core/error.ts'

/** Problems in the order of the file; those without a place come first, in their own order. */
export function sortedByPlace(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => {
    const lines = (a.place?.line ?? 0) - (b.place?.line ?? 0)
    return lines !== 0 ? lines : (a.place?.column ?? 0) - (b.place?.column ?? 0)
  })
}
