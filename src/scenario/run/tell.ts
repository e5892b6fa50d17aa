import type { Clock } from '../../core/clock.ts'
import type { Concealment } from '../../core/concealment.ts'
import type { Parts } from '../../core/detail.ts'
import type { EventSink } from '../../core/events.ts'
import type { Tell } from '../steps/told.ts'

/** What tells of a step's exchanges, masked and bounded; `undefined` when nobody wants to know. */
export type Teller = (path: readonly string[], attempt: () => number) => Tell

export function tellerFor(
  scenario: string,
  sink: EventSink,
  wallClock: Clock,
  concealed: Concealment,
): Teller | undefined {
  if (sink.detail !== 'full') return undefined
  const parts = (values: Readonly<Record<string, unknown>>): Parts =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, shown(name, value)]])),
    )
  const shown = (name: string, value: unknown) =>
    name === 'body' && typeof value === 'string' ? concealed.body(value) : concealed.content(value)
  return (path, attempt) =>
    ({ summary, started, request, response, ...rest }) => {
      const at = wallClock.now()
      const exchange = {
        ...rest,
        summary: concealed.text(summary).slice(0, 400),
        duration: at - started,
        request: parts(request),
        response: parts(response),
      }
      sink({ type: 'step.exchange', at, scenario, path: [...path], attempt: attempt(), exchange })
    }
}
