import type { Clock } from '../../core/clock.ts'
import { StandinError } from '../../core/error.ts'
import type { EventSink, Failure } from '../../core/events.ts'
import type { FaultEvent } from '../../core/fault-events.ts'
import type { FaultSubject, RaisedFault } from '../../core/faults.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { Random } from '../../core/random.ts'
import type { FaultPlan } from '../model/faults.ts'
import type { Scope } from '../model.ts'

/** The faults that the steps of one run have started. */
export interface RunFaults {
  /** Starts a fault. One of the same name that lasts is ended first. Gives what ends it again. */
  raise(plan: FaultPlan, scope: Scope, random: Random): () => void
  clear(name: string): void
  clearAll(): void
  /** A failure for each fault of this name, or of any, that never fired, need not be optional, and was not told yet. */
  silent(name?: string): Failure[]
}

interface Started {
  plan: FaultPlan
  raised: RaisedFault
  /** Why its condition could not be looked at. */
  unclear?: string
  told: boolean
  end(): void
}

export function runFaults(scenario: string, landscape: RunningLandscape, sink: EventSink, wallClock: Clock): RunFaults {
  const all: Started[] = []
  const lasting = new Map<string, Started>()

  const about = (
    { name, on, effect }: FaultPlan,
    scope: Scope,
  ): Omit<Extract<FaultEvent, { type: 'fault.raised' }>, 'type'> => ({
    at: wallClock.now(),
    landscapeAt: landscape.clock.now(),
    scenario,
    fault: name,
    kind: effect(scope).kind,
    target: on.kind,
    system: on.name,
  })

  const raise = (plan: FaultPlan, scope: Scope, random: Random): (() => void) => {
    lasting.get(plan.name)?.end()
    const { name, on, after, times, probability } = plan
    sink({ type: 'fault.raised', ...about(plan, scope) })
    const raised = landscape.faults.raise({
      name,
      on,
      effect: plan.effect(scope),
      matches: (subject) => matches(started, scope, subject),
      after,
      ...(times !== undefined && { times }),
      probability,
      random,
      onFired: (what) => sink({ type: 'fault.fired', ...about(plan, scope), what }),
    })
    const timer =
      plan.for === undefined
        ? undefined
        : landscape.clock.after(`fault: ${name} is over`, plan.for, async () => started.end())
    const started: Started = {
      plan,
      raised,
      told: false,
      end() {
        if (lasting.get(name) !== started) return
        lasting.delete(name)
        timer?.cancel()
        raised.clear()
        sink({ type: 'fault.cleared', ...about(plan, scope) })
      },
    }
    all.push(started)
    lasting.set(name, started)
    return started.end
  }

  return {
    raise,
    clear: (name) => lasting.get(name)?.end(),
    clearAll: () => [...lasting.values()].forEach((started) => void started.end()),
    silent(name) {
      const meant = all.filter(({ plan, raised, told }) => {
        const isMeant = name === undefined || plan.name === name
        return isMeant && !told && !plan.optional && raised.fired() === 0
      })
      return meant.map((started) => {
        started.told = true
        return { message: silence(started), place: started.plan.place }
      })
    },
  }
}

/** What a condition cannot be asked of, it does not match. */
function matches(started: Started, scope: Scope, subject: FaultSubject): boolean {
  const { match, effect } = started.plan
  const planned = effect(scope)
  if (planned.kind === 'cut' && carriedBy(subject) < planned.bytes) return false
  if (match === undefined) return true
  try {
    return match.evaluate({ ...scope, ...subject }) === true
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.code !== 'expression.failed') throw thrown
    started.unclear = thrown.problems[0].message
    return false
  }
}

/** Bytes that went over a TCP connection before; what is no connection has no limit. */
function carriedBy({ connection }: FaultSubject): number {
  const carried = (connection as { carried?: unknown } | undefined)?.carried
  return typeof carried === 'number' ? carried : Number.POSITIVE_INFINITY
}

function silence({ plan: { name, on, after }, raised, unclear }: Started): string {
  const matched = raised.matched()
  if (matched > 0)
    return `the fault "${name}" never fired: ${matched} passed by that it looks for, and ${after > 0 ? `${after} are let pass first` : 'chance took none of them'}`
  const hint = unclear === undefined ? '' : ` (its condition could not be evaluated: ${unclear})`
  return `the fault "${name}" never fired: nothing that it looks for passed by ${on.kind} ${on.name}${hint}`
}
