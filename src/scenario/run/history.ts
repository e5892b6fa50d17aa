import type { Clock, Instant } from '../../core/clock.ts'
import type { Milliseconds } from '../../core/duration.ts'
import { codeOf, StandinError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { ScenarioStep } from '../model.ts'
import type { Attempt } from '../steps/step-context.ts'

/** What became of an operation. Unknown: it may have had its effect, or not. */
export type Outcome = 'ok' | 'failed' | 'unknown'

/** One try of a step in parallel lines. Starts and ends are numbered in the order in which they happened. */
export interface Operation {
  step: string
  path: string
  start: number
  end: number
  /** Wall time. */
  duration: Milliseconds
  outcome: Outcome
}

/** What expressions read as `history`: counts by the names of steps, and every operation in the order of its end. */
export type HistorySummary = Record<Outcome, Record<string, number>> & { operations: Operation[] }

/** Every operation of the parallel lines of a run. */
export interface History {
  summary: HistorySummary
  /** The answers of the operations that ended as ok, for the steps that were asked for. */
  answers(step: string): readonly Json[]
  /** Runs one operation. What it throws is thrown on. */
  operation(step: ScenarioStep, path: readonly string[], run: () => Promise<Attempt>): Promise<Attempt>
}

interface Beginning {
  start: number
  at: Instant
}

const kept: ReadonlySet<ScenarioStep['kind']> = new Set(['http', 'graphql', 'soap', 'query', 'publish', 'own'])

/** Keeps the answers of these steps. */
export function openHistory(wanted: ReadonlySet<string>, wallClock: Clock): History {
  const summary: HistorySummary = { ok: {}, failed: {}, unknown: {}, operations: [] }
  const answers = new Map<string, Json[]>()
  let moment = 0

  const note = (step: string, path: readonly string[], { start, at }: Beginning, outcome: Outcome): void => {
    for (const each of ['ok', 'failed', 'unknown'] as const) summary[each][step] ??= 0
    summary[outcome][step] = (summary[outcome][step] ?? 0) + 1
    summary.operations.push({
      step,
      path: path.join(' / '),
      start,
      end: ++moment,
      duration: wallClock.now() - at,
      outcome,
    })
  }

  return {
    summary,
    answers: (step) => answers.get(step) ?? [],
    async operation(step, path, run) {
      if (!kept.has(step.kind)) return run()
      const start = { start: ++moment, at: wallClock.now() }
      try {
        const attempt = await run()
        const outcome = outcomeOf(attempt)
        note(step.name, path, start, outcome)
        if (outcome === 'ok' && wanted.has(step.name) && attempt.answer !== undefined)
          answers.set(step.name, [...(answers.get(step.name) ?? []), attempt.answer])
        return attempt
      } catch (thrown) {
        note(step.name, path, start, outcomeOfError(thrown))
        throw thrown
      }
    },
  }
}

/** Requests that timed out, and servers that broke over a request, leave open whether it was done. */
const openStatuses: ReadonlySet<number> = new Set([408, 500, 502, 504])

function outcomeOf({ answer, failure }: Attempt): Outcome {
  const status = isJsonObject(answer) ? answer.status : undefined
  if (typeof status === 'number') return openStatuses.has(status) ? 'unknown' : status < 400 ? 'ok' : 'failed'
  return answer === undefined && failure !== undefined ? 'failed' : 'ok'
}

/** What was refused before it was sent, or by the database itself, was not done. Anything else may have been. */
function outcomeOfError(thrown: unknown): Outcome {
  if (!(thrown instanceof StandinError)) return 'unknown'
  if (thrown.kind === 'usage' || thrown.code === 'expression.failed') return 'failed'
  const code = String(codeOf(thrown.cause) ?? codeOf((thrown.cause as Error | undefined)?.cause) ?? '')
  if (thrown.code === 'sql.failed') return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57)/.test(code) ? 'failed' : 'unknown'
  return code === 'ECONNREFUSED' ? 'failed' : 'unknown'
}
