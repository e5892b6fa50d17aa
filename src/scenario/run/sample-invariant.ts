import type { Milliseconds } from '../../core/duration.ts'
import { environmentError, StandinError, usageError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import { masked } from '../../core/masking.ts'
import type { ScenarioInvariant, Scope } from '../model.ts'
import { abortable } from '../steps/abortable.ts'
import { askRecords } from '../steps/query.ts'
import { deadline } from './deadline.ts'
import { failureOf, verdictOfError } from './failure-of.ts'
import type { Watched } from './invariants.ts'

const patience: Milliseconds = 30_000

/** Evaluates an invariant for each row that there is now. What comes out is noted in `watched`. */
export async function sampleInvariant(
  watched: Watched,
  landscape: RunningLandscape,
  scope: Scope,
  signal: AbortSignal,
): Promise<void> {
  const { invariant, result } = watched
  try {
    const rows = await readRows(invariant, landscape, scope, signal)
    if (rows !== 'not yet') watched.rows = rows
    if (rows === 'not yet' || rows.length === 0) {
      watched.empty.count++
      watched.empty.reason = reasonOf(rows, watched.empty.count)
      return
    }
    result.samples++
    for (const row of rows) {
      const bound = { ...scope, [invariant.binding]: row }
      const held = holds(invariant, bound)
      if (held) watched.held = true
      if (invariant.must === 'sometimes' || held === (invariant.must === 'always')) continue
      result.verdict = 'failed'
      result.failure = { message: violation(invariant, bound, row), place: invariant.place }
      return
    }
  } catch (thrown) {
    if (signal.aborted) return
    if (!(thrown instanceof StandinError)) throw thrown
    result.verdict = verdictOfError(thrown)
    result.failure = failureOf(thrown, invariant.place)
  }
}

/** A query whose parameters read what no step has captured so far cannot be asked yet. */
async function readRows(
  { query, name, place }: ScenarioInvariant,
  landscape: RunningLandscape,
  scope: Scope,
  signal: AbortSignal,
): Promise<JsonObject[] | 'not yet'> {
  const message = `"${name}" could not be sampled within ${patience / 1_000} seconds`
  using limit = deadline(signal, patience, () => environmentError({ code: 'invariant.timeout', message, place }))
  try {
    return await abortable(limit.signal, () => askRecords(query, landscape, scope))
  } catch (thrown) {
    if (thrown instanceof StandinError && thrown.code === 'expression.failed') return 'not yet'
    throw thrown
  }
}

function reasonOf(rows: 'not yet' | readonly JsonObject[], count: number): string {
  if (rows === 'not yet') return 'its query reads a value that was never there'
  return `its query found no row in ${count} ${count === 1 ? 'sample' : 'samples'}`
}

function holds({ holds: condition, name }: ScenarioInvariant, scope: Scope): boolean {
  const value = condition.evaluate(scope)
  if (typeof value === 'boolean') return value
  throw usageError({
    code: 'scenario.not-a-condition',
    message: `"${name}" must be true or false: ${condition.source}`,
    place: condition.place,
  })
}

/** The scenario's own words, or the row's columns. */
function violation({ name, message, must }: ScenarioInvariant, scope: Scope, row: JsonObject): string {
  if (message !== undefined) {
    try {
      return String(masked(message.render(scope)))
    } catch (thrown) {
      if (!(thrown instanceof StandinError)) throw thrown
    }
  }
  const columns = Object.entries(masked(row) as JsonObject).map(
    ([column, value]) => `${column} ${JSON.stringify(value)}`,
  )
  return `"${name}" ${must === 'never' ? 'happened' : 'does not hold'} for ${columns.join(', ')}`
}
