import { usageError } from '../../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { DiffStateStep, KeyedSource, SnapshotStateStep } from '../model/state.ts'
import { changesText, firstOf } from './changes-text.ts'
import { compareStates, countOf } from './compare-states.ts'
import { askRecords } from './query.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** Remembers the rows of each source under the snapshot's name. The answer is the rows by source. */
export async function takeSnapshot(step: SnapshotStateStep, context: StepContext): Promise<Attempt> {
  const answer = await readSources(step.sources, context)
  return { answer, captures: { [step.as]: answer } }
}

/** Compares two states. The answer is `{ count, sources }`; without an expectation, any change is a failure. */
export async function diffStates(step: DiffStateStep, context: StepContext): Promise<Attempt> {
  const before = remembered(step.from, step, context)
  const after = step.to === undefined ? await readSources(step.sources, context) : remembered(step.to, step, context)
  const compared = step.sources.map(({ name, key }) => {
    const rules = { key, ignore: step.ignore, tolerance: step.tolerance }
    const changes = compareStates(rowsOf(before[name]), rowsOf(after[name]), rules)
    return { name, changes, texts: changesText(name, key, changes) }
  })
  const count = compared.reduce((sum, { changes }) => sum + countOf(changes), 0)
  const sources = Object.fromEntries(compared.map(({ name, changes }) => [name, changes]))
  const answer = toJson({ count, sources })
  if (count === 0 || step.expect !== undefined || step.assert.length > 0) return { answer }
  const message = `since "${step.from}": ${firstOf(compared.flatMap(({ texts }) => texts))}`
  return { answer, failure: { message, place: step.place } }
}

async function readSources(sources: readonly KeyedSource[], { landscape, scope }: StepContext): Promise<JsonObject> {
  const read = sources.map(async ({ name, key, query }) => {
    const rows = await askRecords(query, landscape, scope)
    for (const column of key) {
      if (rows.every((row) => Object.hasOwn(row, column))) continue
      const message = `a row of "${name}" has no "${column}", which is part of the key`
      throw usageError({ code: 'scenario.no-key-column', message, place: query.place })
    }
    return [name, rows] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

function remembered(name: string, { place }: DiffStateStep, { scopeNow }: StepContext): JsonObject {
  const found = scopeNow()[name]
  if (isJsonObject(found)) return found
  throw usageError({ code: 'scenario.no-snapshot', message: `the snapshot "${name}" was not taken in this run`, place })
}

function rowsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
