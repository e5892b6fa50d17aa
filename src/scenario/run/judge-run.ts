import type { InvariantResult, Verdict } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'
import type { Scenario } from '../model.ts'
import type { Frame } from './frame.ts'
import type { RunChecks } from './judge-checks.ts'
import { redeliverEach } from './redeliver.ts'
import type { Run } from './run.ts'

/** Looks at the run as a whole once its steps have passed: its checks, then whether repeating everything changes anything. */
export async function judgeRun(
  scenario: Scenario,
  { checks, main, place }: { checks: RunChecks; main: Verdict; place: Place },
  frame: Frame,
  run: Run,
): Promise<InvariantResult[]> {
  if (main !== 'passed' || run.signal.aborted || run.partial === true) return checks.leave()
  const results = await checks.judge(frame.scope())
  if (scenario.redeliver !== true || run.signal.aborted) return results
  run.faults.clearAll()
  return [...results, await redeliverEach(run, place)]
}
