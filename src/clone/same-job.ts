import { changedParts, type JobParts, jobMark } from '../core/transfer/job-mark.ts'
import type { Job, JobMark, TransferSource } from '../core/transfer/ports.ts'

const sourcePart = 'the data of the source'

/**
 * The mark of one store's job, and how it is compared with that of an earlier run: where the source is at another moment,
 * the source says whether anything has changed.
 */
export function sameJob(parts: JobParts, source: TransferSource): Pick<Job, 'mark'> & Required<Pick<Job, 'changed'>> {
  const mark = jobMark({ ...parts, [sourcePart]: JSON.stringify(source.moment) })
  return {
    mark,
    async changed(before, done) {
      const changed = changedParts(before, mark)
      if (!changed.includes(sourcePart) || source.changedSince === undefined) return changed
      const others = changed.filter((part) => part !== sourcePart)
      const moment = momentIn(before)
      return moment === undefined ? changed : [...others, ...(await source.changedSince(moment, done))]
    },
  }
}

function momentIn(mark: JobMark): unknown {
  const text = (JSON.parse(mark) as JobParts)[sourcePart]
  return text === undefined ? undefined : JSON.parse(text)
}
