import type { EventSink, ScenarioResult } from '../core/events.ts'
import { holdEvents } from './sink-like.ts'

/** A scenario that is to be run. */
export interface SelectedRun {
  name: string
  title: string
  run(sink: EventSink): Promise<ScenarioResult>
}

export interface Pace {
  /** How many run at the same time. */
  workers: number
  failFast: boolean
  sink: EventSink
  now(): number
  signal: AbortSignal
}

/**
 * Runs them in their order, several at the same time where there are several workers; the events of each are then passed
 * on together, when it has ended. What is not begun after a failure is told of as left out.
 */
export async function runSelected(
  selected: readonly SelectedRun[],
  { workers, failFast, sink, now, signal }: Pace,
): Promise<ScenarioResult[]> {
  const results = new Map<SelectedRun, ScenarioResult>()
  const waiting = [...selected]
  let broken = false
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      if (signal.aborted || broken) {
        waiting.unshift(one)
        return
      }
      const held = workers > 1 ? holdEvents(sink) : undefined
      try {
        const result = await one.run(held?.sink ?? sink)
        results.set(one, result)
        if (failFast && result.verdict !== 'passed') broken = true
      } catch (thrown) {
        broken = true
        throw thrown
      } finally {
        held?.release()
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(workers, selected.length) }, work))
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason
  if (broken)
    for (const { name, title } of waiting)
      sink({ type: 'scenario.left-out', at: now(), scenario: name, title, reason: 'another one has failed before' })
  return selected.flatMap((one) => results.get(one) ?? [])
}
