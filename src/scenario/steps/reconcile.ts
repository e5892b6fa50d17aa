import { usageError } from '../../core/error.ts'
import type { ReconcileSourcesStep } from '../model.ts'
import { compareRecords, listed, type RecordSource } from './compare-records.ts'
import { askRecords } from './query.ts'
import type { Attempt, StepContext } from './step-context.ts'

const mostNamed = 5

/** Compares records of several systems. The answer is `{ compared, differences }`; to have compared nothing is a failure. */
export async function reconcileSources(step: ReconcileSourcesStep, context: StepContext): Promise<Attempt> {
  const sources = await Promise.all(
    step.sources.map(async ({ name, query }) => ({
      name,
      records: await askRecords(query, context.landscape, context.scope),
    })),
  )
  requireKeys(step, sources)
  const started = context.wallClock.now()
  const { compared, differences } = compareRecords(step.key, step.compare, sources, step)
  const answer = { compared, differences }
  context.tell?.({
    kind: 'reconcile',
    summary: `compare ${step.compare.join(', ')} of ${listed(sources.map(({ name }) => name))}`,
    outcome: differences.length === 0 ? 'equal' : `${differences.length} different`,
    started,
    request: { key: step.key, compare: step.compare },
    response: Object.fromEntries(sources.map(({ name, records }) => [name, records])),
  })
  const message = compared === 0 ? nothingCompared(sources) : named(differences)
  return message === '' ? { answer } : { answer, failure: { message, place: step.place } }
}

/** A key column that a source does not have is a mistake in the scenario, not a difference. */
function requireKeys(step: ReconcileSourcesStep, sources: readonly RecordSource[]): void {
  for (const { name, records } of sources) {
    for (const column of step.key) {
      if (records.every((record) => Object.hasOwn(record, column))) continue
      throw usageError({
        code: 'scenario.no-key-column',
        message: `a record of ${name} has no "${column}", which is part of the key`,
        place: step.sources.find((source) => source.name === name)?.query.place ?? step.place,
      })
    }
  }
}

function nothingCompared(sources: readonly RecordSource[]): string {
  return `nothing was compared: there are no records in ${listed(sources.map(({ name }) => name))}`
}

function named(differences: readonly string[]): string {
  const more = differences.length - mostNamed
  return [...differences.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
