/**
 * The value below or at which so many per cent of the values lie, by nearest rank: always one of the values. Nothing for
 * an empty list, for what is no number, and for a share outside of 0 to 100.
 */
export function percentile(values: readonly unknown[], share: number): number | undefined {
  const numbers = values.map((value) => (typeof value === 'bigint' ? Number(value) : value))
  if (!numbers.every((value) => typeof value === 'number' && Number.isFinite(value))) return undefined
  if (numbers.length === 0 || !(share >= 0 && share <= 100)) return undefined
  const sorted = (numbers as number[]).toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil((share / 100) * sorted.length)) - 1]
}
