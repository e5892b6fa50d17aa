import type { FindDrift } from '../connector/stock-drift.ts'

/** The faulty twin of `findDrift`: it looks for units too many, and takes every difference below zero for none. */
export const findSurplus: FindDrift = (pairs) =>
  pairs.filter(({ expected, shown }) => Math.max(0, shown - expected) > 0)
