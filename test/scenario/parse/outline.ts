import type { LandscapeOutline } from '../../../src/core/landscape.ts'
import type { Scenario } from '../../../src/scenario/model.ts'
import { parseScenario } from '../../../src/scenario/parse/parse-scenario.ts'
import { problemsOf } from '../../yaml/problems-of.ts'

export const outline: LandscapeOutline = {
  systems: {
    shop: { fields: ['url', 'accessKey'], sql: true, documents: false },
    erp: { fields: ['url', 'user', 'password'], sql: true, documents: false },
    oms: { fields: ['url'], sql: true, documents: false },
    pim: { fields: ['url'], sql: false, documents: true },
  },
  topics: ['orders', 'stock'],
  defects: ['reserve-without-lock', 'stale-shop-stock'],
}

export function parse(text: string, vars: Record<string, string> = {}): Scenario {
  return parseScenario({ file: 'trial.yaml', text, outline, vars })
}

/** What is wrong with a file, as `CODE LINE:COLUMN MESSAGE`. */
export function problemsIn(text: string, vars: Record<string, string> = {}): string[] {
  return problemsOf(() => parse(text, vars))
}

/** A file with these steps, the first of them in line 4; `rest` comes below them. */
export function withSteps(steps: readonly string[], rest = ''): string {
  return `name: trial\ntitle: A trial\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}${rest}`
}
