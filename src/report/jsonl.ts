import { inDetail } from './detail.ts'
import type { Report, Write } from './report.ts'

/** For machines: each event as one line of JSON, as it happens, in full detail. */
export function jsonlReport(write: Write): Report {
  return {
    sink: inDetail((event) => write(`${JSON.stringify(event)}\n`)),
    close: async () => undefined,
  }
}
