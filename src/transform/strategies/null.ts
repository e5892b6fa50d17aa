import { wroteNull } from '../../core/rows/table-transform.ts'
import type { StrategyDefinition } from '../strategy.ts'

/** NULL instead of every value. Many NULLs may stand in a unique column. */
export const nothing: StrategyDefinition = {
  keepsUnique: () => true,
  fits: 'all',
  check: (_settings, { nullable }) => (nullable ? [] : ['the column does not allow NULL']),
  build: () => ({ text: () => wroteNull, number: () => Number.NaN, value: () => null }),
}
