import type { DocumentNode, SelectionSetNode } from 'graphql'

/** How many selections of a document are within each other, fragments unfolded. Fragments must not hold themselves. */
export function depthOf({ definitions }: DocumentNode): number {
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === 'FragmentDefinition' ? [[one.name.value, one.selectionSet]] : [])),
  )
  const known = new Map<SelectionSetNode, number>()

  /** Each selection is looked at once, however often fragments refer to it. */
  const depth = (set: SelectionSetNode): number => {
    const before = known.get(set)
    if (before !== undefined) return before
    const below = set.selections.map((selection) => {
      const inner = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection.selectionSet
      return (selection.kind === 'Field' ? 1 : 0) + (inner === undefined ? 0 : depth(inner))
    })
    const deepest = Math.max(0, ...below)
    known.set(set, deepest)
    return deepest
  }
  return Math.max(0, ...definitions.map((one) => (one.kind === 'OperationDefinition' ? depth(one.selectionSet) : 0)))
}
