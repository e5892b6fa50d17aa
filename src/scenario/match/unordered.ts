import type { Difference } from '../../core/events.ts'
import { pair } from './pairing.ts'
import { type Path, pathText, shown } from './shown.ts'

/** Two lists as multisets: which expected items have no partner, and which items nobody expected. */
export function matchUnordered(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: Path,
  compare: (expected: unknown, actual: unknown, path: Path) => Difference[],
): Difference[] {
  const rightOf = pair(
    expected.length,
    actual.length,
    (left, right) => compare(expected[left], actual[right], [...path, right]).length === 0,
  )
  const taken = new Set(rightOf.values())
  return [
    ...expected
      .filter((_, left) => !rightOf.has(left))
      .map((item) => ({ path: pathText(path), expected: `an item ${shown(item, path)}`, actual: 'nothing' })),
    ...actual
      .map((item, right) => ({ item, at: [...path, right], right }))
      .filter(({ right }) => !taken.has(right))
      .map(({ item, at }) => ({ path: pathText(at), expected: 'nothing', actual: shown(item, at) })),
  ]
}
