import type { RunningLandscape } from '../../core/landscape.ts'
import type { RunCheck } from '../model/run-checks.ts'
import type { Scope } from '../model.ts'
import type { History } from '../run/history.ts'

/** What a check of the whole run can look at. */
export interface CheckContext {
  landscape: RunningLandscape
  /** What the steps left. */
  scope: Scope
  history: History
  correlationId: string
}

export interface Judgement {
  /** How many values were looked at; none is a failure of its own. */
  looked: number
  /** One sentence for each violation, with the key and the numbers. */
  violations: string[]
}

/** One kind of check. `before` is asked before the first step, and what it gives is handed to `judge`. */
export interface CheckKind<C extends RunCheck> {
  before?(check: C, context: CheckContext): Promise<unknown>
  judge(check: C, context: CheckContext, earlier: unknown): Promise<Judgement>
}
