import { readPageAssets } from '../../page/page-assets.ts'
import { inDetail } from '../detail.ts'
import type { Report, Write } from '../report.ts'
import { collector } from './collect.ts'
import { pageOf } from './page.ts'

const modules = ['dom', 'values', 'panel', 'steps', 'diagram', 'timeline', 'curves', 'keyboard', 'page']

/** For people: one HTML file that needs nothing else, written when the report is closed. */
export function htmlReport(write: Write): Report {
  const assets = readPageAssets('report/html/assets', modules)
  const { hear, model } = collector()
  return {
    sink: inDetail(hear),
    close: async () => write(pageOf(model(), assets)),
  }
}
