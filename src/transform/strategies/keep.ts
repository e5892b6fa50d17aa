import type { StrategyDefinition } from '../strategy.ts'

/** The value stays as it is. */
export const keep: StrategyDefinition = {
  keepsUnique: () => true,
  fits: 'all',
  build: () => undefined,
}
