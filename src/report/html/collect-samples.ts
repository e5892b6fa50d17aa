import type { EventOf, InvariantModel, ScenarioModel } from './model.ts'

/** Takes note of a sample: its moment always, its rows when they changed. */
export function collectSample(
  model: ScenarioModel,
  event: EventOf<'invariant.sampled'> | EventOf<'invariant.finished'>,
): void {
  if (event.type === 'invariant.finished') {
    invariantOf(model, event.result.name).result = event.result
    return
  }
  const { at, landscapeAt, holds, rows } = event
  const invariant = invariantOf(model, event.name)
  invariant.samples.push({ at, holds })
  const before = invariant.changes.at(-1)
  if (before?.holds === holds && JSON.stringify(before.rows) === JSON.stringify(rows)) return
  invariant.changes.push({ at, landscapeAt, holds, rows })
}

function invariantOf(model: ScenarioModel, name: string): InvariantModel {
  const known = model.invariants.find((invariant) => invariant.name === name)
  if (known !== undefined) return known
  const added: InvariantModel = { name, samples: [], changes: [] }
  model.invariants.push(added)
  return added
}
