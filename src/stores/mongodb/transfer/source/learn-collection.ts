import type { TableSchema } from '../../../../core/transfer/store-schema.ts'
import { guarded } from '../transfer-failed.ts'
import type { CollectionDefinition } from './collections.ts'
import { pathLearner } from './learn-columns.ts'
import { collectionSize } from './moment.ts'
import type { PlannedCollection } from './plan-chunks.ts'
import type { Reading } from './read-page.ts'
import type { TakeDocument } from './read-range.ts'
import { sampleDocuments, sampleFirst } from './sample.ts'

export interface LearnedCollection extends Pick<PlannedCollection, 'averageBytes' | 'whole'> {
  table: TableSchema
}

/** Looks at a collection: its size, its indexes, and the paths of a sample of its documents. */
export async function learnCollection(
  reading: Reading,
  definition: CollectionDefinition,
  sample: number,
  signal: AbortSignal,
): Promise<LearnedCollection> {
  const { name: collection } = definition
  const place = `${reading.db.databaseName}.${collection}`
  const size = await guarded('source', place, () => collectionSize(reading.db, definition))
  const learner = pathLearner()
  let [looked, lookedBytes] = [0, 0]
  const take: TakeDocument = (bytes, start, end) => {
    looked += 1
    lookedBytes += end - start
    learner.look(bytes, start)
  }
  const whole = wholeOf(definition)
  if (whole === undefined) await sampleDocuments(reading, { collection, rows: size.rows, sample }, take)
  else await sampleFirst(reading, { collection, sample }, take, signal)
  const averageBytes = looked === 0 ? 0 : lookedBytes / looked
  const columns = learner.columns()
  const table: TableSchema = {
    name: collection,
    columns,
    generated: [],
    unique: uniqueSets(definition, columns),
    references: [],
    rows: size.rows,
    bytes: size.bytes === 0 ? Math.round(averageBytes * size.rows) : size.bytes,
  }
  return { table, averageBytes, ...(whole && { whole }) }
}

/** Time-series collections have no index on `_id`; the order of capped ones is the one in which they were written. */
function wholeOf({ type, options }: CollectionDefinition): PlannedCollection['whole'] {
  if (type === 'timeseries') return 'any'
  return options.capped === true ? 'natural' : undefined
}

/** Indexes name no arrays: `lines.sku` is the column `lines[].sku` where there is one. */
function uniqueSets({ indexes, type }: CollectionDefinition, columns: TableSchema['columns']): string[][] {
  const byDots = new Map(columns.map(({ name }) => [name.replaceAll('[]', ''), name]))
  const sets = indexes
    .filter((index) => index.unique === true)
    .map((index) => Object.keys(index.key).map((path) => byDots.get(path) ?? path))
  return type === 'timeseries' ? sets : [['_id'], ...sets]
}
