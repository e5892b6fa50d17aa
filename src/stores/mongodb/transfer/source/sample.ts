import { eachDocument } from '../bson/raw-reply.ts'
import { idOf } from './id-of.ts'
import type { IdRange } from './id-ranges.ts'
import { bracketsOf, idSteps } from './id-steps.ts'
import { type Reading, readPage } from './read-page.ts'
import { readWhole, type TakeDocument } from './read-range.ts'

/** At so many places of a collection documents are looked at, some that follow each other at each. */
const places = 50

/** Looks at about `sample` documents, evenly over the order of `_id`. The same ones as long as the data is the same. */
export async function sampleDocuments(
  reading: Reading,
  { collection, rows, sample }: { collection: string; rows: number; sample: number },
  take: TakeDocument,
): Promise<void> {
  const perPlace = Math.max(1, Math.ceil(sample / places))
  const step = Math.max(perPlace, Math.floor((rows * perPlace) / Math.max(sample, 1)))
  const lookAt = async (range: IdRange): Promise<void> => {
    let after: { id: unknown } | undefined
    // A page ends early when its documents are large.
    for (let left = perPlace; left > 0; ) {
      const bytes = await readPage(reading, { collection, range, limit: left, ...(after && { after }) })
      let last = -1
      const documents = eachDocument(bytes, (start, end) => {
        take(bytes, start, end)
        last = start
      })
      if (documents === 0) return
      left -= documents
      if (left > 0) after = { id: idOf(bytes, last) }
    }
  }
  for (const range of await bracketsOf(reading, collection)) {
    await lookAt(range)
    for await (const from of idSteps(reading, collection, range, step)) await lookAt({ ...range, from })
  }
}

/** Looks at the first documents of a collection that is not read by `_id`. */
export async function sampleFirst(
  reading: Reading,
  { collection, sample }: { collection: string; sample: number },
  take: TakeDocument,
  signal: AbortSignal,
): Promise<void> {
  let looked = 0
  for await (const documents of readWhole(reading, { collection, limit: sample, natural: false }, take, signal)) {
    looked += documents
    if (looked >= sample) return
  }
}
