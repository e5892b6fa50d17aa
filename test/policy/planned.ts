import type { StoreSchema } from '../../src/core/transfer/store-schema.ts'
import { type Planned, planTreatments } from '../../src/policy/plan-treatments.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { Strategies } from '../../src/policy/strategies.ts'
import { shown } from '../yaml/problems-of.ts'
import { landscape } from './tables.ts'

const distinct = ['keep', 'null', 'token', 'permute']

/** What of the strategies matters here: which keep values distinct. */
const strategies: Strategies = {
  keepsUnique: ({ strategy, settings }) =>
    distinct.includes(strategy) || ['number', 'email'].includes((settings as { attribute?: string })?.attribute ?? ''),
  within: (treatment) => [treatment],
}

export function planned(
  text: string,
  schemas: ReadonlyMap<string, StoreSchema> = landscape,
  others?: string[],
): Planned {
  return planTreatments(readPolicy(text, 'policy.yaml'), schemas, strategies, others)
}

/** The problems of a policy, as `CODE LINE:COLUMN MESSAGE`. */
export function problemsIn(text: string, schemas?: ReadonlyMap<string, StoreSchema>, others?: string[]): string[] {
  const { problems, uncovered } = planned(text, schemas, others)
  return [...problems, ...uncovered].map(shown)
}
