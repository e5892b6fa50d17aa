import type { Milliseconds } from '../../core/duration.ts'
import type { Failure } from '../../core/events.ts'
import { innerSteps, stepsThroughout } from '../model/inner-steps.ts'
import type { Scenario, ScenarioStep } from '../model.ts'

/** Above it, timers do not work. */
const longestTimer: Milliseconds = 2 ** 31 - 1
const mostRounds = 100

/** How long a step may wait for the landscape's time to pass, with the steps within it. */
export function waitingOf(step: ScenarioStep): Milliseconds {
  const inner = innerSteps(step).reduce((sum, one) => sum + waitingOf(one), 0)
  const rounds = step.kind === 'repeat' ? mostRounds : 1
  return Math.min(ownWaiting(step) + rounds * inner, longestTimer)
}

function ownWaiting(step: ScenarioStep): Milliseconds {
  if (step.kind === 'advance') return step.duration
  if (step.kind === 'during') return step.watching.length
  const within = 'eventually' in step ? (step.eventually?.within ?? 0) : 0
  return within + ('watching' in step ? (step.watching?.length ?? 0) : 0)
}

/**
 * Why a scenario could not be judged where the landscape's time only jumps: a step moves on the time of systems that
 * keep their own, or polls one of them. Nothing when it can.
 */
export function timeObjection({ steps, finally: last }: Scenario, external: readonly string[]): Failure | undefined {
  if (external.length === 0) return undefined
  for (const step of stepsThroughout([...steps, ...last])) {
    const waiting = ownWaiting(step)
    if (waiting === 0) continue
    const asked = stepsThroughout([step]).flatMap(({ asks = [] }) => asks)
    const stays = step.kind === 'advance' ? external : asked
    if (stays.length === 0) continue
    const which = [...new Set(stays)].join(', ')
    const what =
      step.kind === 'advance' ? `"${step.name}" moves the landscape's clock on` : `"${step.name}" waits on it`
    return {
      message: `${what}, and ${which} cannot follow; with --real-time, waiting takes the time that it takes`,
      place: step.place,
    }
  }
  return undefined
}
