/**
 * Gives each left position a right one of its own, as many as can be (Kuhn's augmenting paths). What is missing in the
 * answer found no partner.
 */
export function pair(
  lefts: number,
  rights: number,
  fits: (left: number, right: number) => boolean,
): Map<number, number> {
  const leftOf = new Map<number, number>()

  const place = (left: number, tried: Set<number>): boolean => {
    for (let right = 0; right < rights; right++) {
      if (tried.has(right) || !fits(left, right)) continue
      tried.add(right)
      const holder = leftOf.get(right)
      if (holder === undefined || place(holder, tried)) {
        leftOf.set(right, left)
        return true
      }
    }
    return false
  }

  for (let left = 0; left < lefts; left++) place(left, new Set())
  return new Map([...leftOf].map(([right, left]) => [left, right]))
}
