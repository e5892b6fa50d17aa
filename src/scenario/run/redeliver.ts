import { formatDuration } from '../../core/duration.ts'
import { StandinError } from '../../core/error.ts'
import type { InvariantResult } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'
import type { Redelivery, TableState } from '../../core/redelivery.ts'
import { changesText, firstOf } from '../steps/changes-text.ts'
import { compareStates } from '../steps/compare-states.ts'
import { failureOf, verdictOfError } from './failure-of.ts'
import type { Run } from './run.ts'

const name = 'nothing changes when everything is repeated'
const kind = 'redelivery'
const mostPeriods = 24

/**
 * Lets time pass until nothing changes any more by itself, repeats everything, lets the same time pass again, and
 * compares.
 */
export async function redeliverEach(run: Run, place: Place): Promise<InvariantResult> {
  const { redelivery } = run.landscape
  if (redelivery === undefined) {
    const message = 'messages and requests cannot be repeated in this environment'
    return { name, kind, verdict: 'inconclusive', samples: 0, failure: run.record.fail({ message, place }) }
  }
  try {
    const before = await stillState(redelivery, run)
    const { requests, messages } = await redelivery.repeat()
    await run.time.advance(redelivery.period, run.signal)
    const changes = changesBetween(before, await redelivery.state())
    const counted = `${messages} messages and ${requests} requests were repeated`
    if (changes.length === 0 && messages + requests > 0)
      return { name, kind, verdict: 'passed', samples: messages + requests }
    const message =
      changes.length === 0 ? 'there was nothing to repeat' : `${counted}, and changed: ${firstOf(changes)}`
    return { name, kind, verdict: 'failed', samples: messages + requests, failure: run.record.fail({ message, place }) }
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    const failure = run.record.fail(failureOf(thrown, place))
    return { name, kind, verdict: verdictOfError(thrown), samples: 0, failure }
  }
}

/** What waits for time only has happened: one more period changes nothing. */
async function stillState(redelivery: Redelivery, run: Run): Promise<TableState[]> {
  let state = await redelivery.state()
  for (let periods = 1; periods <= mostPeriods; periods++) {
    await run.time.advance(redelivery.period, run.signal)
    const next = await redelivery.state()
    if (changesBetween(state, next).length === 0) return next
    state = next
  }
  const message = `the landscape still changes by itself after ${formatDuration(mostPeriods * redelivery.period)}`
  throw new StandinError('inconclusive', { code: 'redelivery.restless', message })
}

function changesBetween(before: readonly TableState[], after: readonly TableState[]): string[] {
  return before.flatMap(({ system, table, key, rows }) => {
    const now = after.find((other) => other.system === system && other.table === table)
    const changes = compareStates(rows, now?.rows ?? [], { key, ignore: [], tolerance: {} })
    return changesText(`${system}.${table}`, key, changes)
  })
}
