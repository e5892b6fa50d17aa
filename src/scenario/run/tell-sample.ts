import type { Clock } from '../../core/clock.ts'
import type { Concealment } from '../../core/concealment.ts'
import type { EventSink } from '../../core/events.ts'
import type { JsonObject } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'

const mostRows = 50

/** Tells of the rows that an invariant was held against. */
export type TellSample = (name: string, rows: readonly JsonObject[], holds: boolean) => void

/** `undefined` when nobody wants to know. */
export function sampleTeller(
  scenario: string,
  { clock }: RunningLandscape,
  { sink, wallClock, concealed }: { sink: EventSink; wallClock: Clock; concealed: Concealment },
): TellSample | undefined {
  if (sink.detail !== 'full') return undefined
  return (name, rows, holds) =>
    sink({
      type: 'invariant.sampled',
      at: wallClock.now(),
      landscapeAt: clock.now(),
      scenario,
      name,
      holds,
      count: rows.length,
      rows: concealed.content(rows.slice(0, mostRows)),
    })
}
