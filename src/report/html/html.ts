import { inDetail } from '../detail.ts'
import type { Report, Write } from '../report.ts'
import { readAssets } from './assets.ts'
import { collector } from './collect.ts'
import { pageOf } from './page.ts'

/** For people: one HTML file that needs nothing else, written when the report is closed. */
export function htmlReport(write: Write): Report {
  const assets = readAssets()
  const { hear, model } = collector()
  return {
    sink: inDetail(hear),
    close: async () => write(pageOf(model(), assets)),
  }
}
