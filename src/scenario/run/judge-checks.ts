import { StandinError } from '../../core/error.ts'
import type { InvariantResult } from '../../core/events.ts'
import { kindOf } from '../checks/check-kinds.ts'
import type { CheckContext } from '../checks/run-check.ts'
import type { RunCheck } from '../model/run-checks.ts'
import type { Scope } from '../model.ts'
import { firstOf } from '../steps/changes-text.ts'
import { failureOf, verdictOfError } from './failure-of.ts'
import type { Run } from './run.ts'

const kind = 'check'

/** What was there before the first step, or what was thrown when it was asked. */
type Earlier = { value: unknown } | { thrown: StandinError }

/** The checks of a scenario, as the run goes on. */
export interface RunChecks {
  /** Looks at what is there when all steps have passed. */
  judge(scope: Scope): Promise<InvariantResult[]>
  /** When the steps did not pass, nothing is said. */
  leave(): InvariantResult[]
}

/** Notes what is there before the first step. */
export async function openChecks(checks: readonly RunCheck[], scope: Scope, run: Run): Promise<RunChecks> {
  const contextFor = (now: Scope): CheckContext => ({
    landscape: run.landscape,
    history: run.history,
    correlationId: run.correlationId,
    scope: now,
  })
  const earlier = await Promise.all(
    checks.map((check) => attempt(async () => kindOf(check).before?.(check, contextFor(scope)))),
  )
  return {
    async judge(now) {
      const results: InvariantResult[] = []
      for (const [index, check] of checks.entries()) {
        results.push(await judgeOne(check, contextFor(now), earlier[index] ?? { value: undefined }, run))
      }
      return results
    },
    leave: () => checks.map(({ name }) => ({ name, kind, verdict: 'inconclusive', samples: 0 })),
  }
}

async function judgeOne(check: RunCheck, context: CheckContext, before: Earlier, run: Run): Promise<InvariantResult> {
  const { name, place } = check
  const judged = await attempt(async () => {
    if ('thrown' in before) throw before.thrown
    return kindOf(check).judge(check, context, before.value)
  })
  if ('thrown' in judged) {
    const failure = run.record.fail(failureOf(judged.thrown, place))
    return { name, kind, verdict: verdictOfError(judged.thrown), samples: 0, failure }
  }
  const { looked, violations } = judged.value
  if (looked > 0 && violations.length === 0) return { name, kind, verdict: 'passed', samples: looked }
  const message = looked === 0 ? 'there was nothing to look at' : firstOf(violations)
  return {
    name,
    kind,
    verdict: 'failed',
    samples: looked,
    failure: run.record.fail({ message: `"${name}": ${message}`, place }),
  }
}

async function attempt<T>(body: () => Promise<T>): Promise<{ value: T } | { thrown: StandinError }> {
  try {
    return { value: await body() }
  } catch (thrown) {
    if (thrown instanceof StandinError) return { thrown }
    throw thrown
  }
}
