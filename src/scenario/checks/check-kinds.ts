import type { RunCheck } from '../model/run-checks.ts'
import { conserved } from './conserved.ts'
import { exactlyOnce } from './exactly-once.ts'
import { monotonic } from './monotonic.ts'
import { ordered } from './ordered.ts'
import type { CheckKind } from './run-check.ts'

/** Every check of a run as a whole. */
const checkKinds = { conserved, exactlyOnce, monotonic, ordered } as const satisfies {
  [K in RunCheck['kind']]: CheckKind<Extract<RunCheck, { kind: K }>>
}

export function kindOf(check: RunCheck): CheckKind<RunCheck> {
  return checkKinds[check.kind] as CheckKind<RunCheck>
}
