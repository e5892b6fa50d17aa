import type { Report, Write } from './report.ts'

/** For machines: each event as one line of JSON, as it happens. */
export function jsonlReport(write: Write): Report {
  return {
    sink: (event) => write(`${JSON.stringify(event)}\n`),
    close: async () => undefined,
  }
}
