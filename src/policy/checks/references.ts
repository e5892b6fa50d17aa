import type { Problem } from '../../core/error.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import { type ColumnPair, fullName } from '../column-pairs.ts'
import type { FieldPlan } from '../plan.ts'
import { canonical } from '../policy-hash.ts'
import type { FoundColumn } from '../schemas.ts'

/** Strategies whose result depends on more than the value: two equal values need not stay equal. */
const byRow: ReadonlySet<string> = new Set(['shuffle', 'noise', 'shift', 'template', 'when', 'function', 'scrub'])

/** Columns that refer to each other, or are linked, and would not meet any more. */
export function referenceProblems(
  pairs: readonly ColumnPair[],
  fieldOf: (column: FoundColumn) => FieldPlan | undefined,
): Problem[] {
  return pairs.flatMap((pair) => {
    const from = fieldOf(pair.from)
    const to = fieldOf(pair.to)
    if (from === undefined || to === undefined) return []
    // What refers to nothing breaks nothing.
    if (pair.why === 'refers to' && from.treatment.strategy === 'null') return []
    if (said(from.treatment) !== said(to.treatment)) return [different(pair, from.treatment, to.treatment)]
    if (byRow.has(from.treatment.strategy)) return [apart(pair, from.treatment)]
    return alike(from, to) ? [] : [otherTypes(pair, from, to)]
  })
}

/** Whether the treatment that both have gives the same for the same value: what is made may depend on the type. */
function alike({ type: own, treatment: { strategy } }: FieldPlan, { type: other }: FieldPlan): boolean {
  if (['keep', 'persona', 'null', 'constant'].includes(strategy)) return true
  if (own.kind !== other.kind || String(own.range) !== String(other.range)) return false
  return strategy === 'permute' || own.maxLength === other.maxLength
}

function said({ strategy, settings }: Treatment): string {
  return canonical(JSON.parse(JSON.stringify([strategy, settings ?? null])))
}

function different({ from, to, why }: ColumnPair, own: Treatment, other: Treatment): Problem {
  return {
    code: 'policy.reference',
    message: `${fullName(from)} ${why} ${fullName(to)}, but the one is treated by ${wording(own)}, the other by ${wording(other)}, so that they would no longer meet`,
    place: own.place,
    remedy: 'Treat both in the same way.',
  }
}

function apart({ from, to, why }: ColumnPair, treatment: Treatment): Problem {
  return {
    code: 'policy.reference',
    message: `${fullName(from)} ${why} ${fullName(to)}, but with ${treatment.strategy} equal values do not stay equal, so that they would no longer meet`,
    place: treatment.place,
    remedy: 'Use a strategy that looks at nothing but the value for both: keep, token or permute.',
  }
}

function otherTypes({ from, to, why }: ColumnPair, own: FieldPlan, other: FieldPlan): Problem {
  return {
    code: 'policy.reference',
    message: `${fullName(from)} (${own.type.name}) ${why} ${fullName(to)} (${other.type.name}), and ${own.treatment.strategy} gives other values for another type, so that they would no longer meet`,
    place: own.treatment.place,
    remedy: 'Keep both, or treat both as the number of an identity.',
  }
}

function wording({ strategy, settings }: Treatment): string {
  if (strategy !== 'persona') return strategy
  const { identity, attribute } = settings as { identity: string; attribute: string }
  return `{ ${identity}: ${attribute} }`
}
