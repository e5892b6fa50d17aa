import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScenarioResult } from '../../../src/core/events.ts'
import type { JsonObject } from '../../../src/core/json.ts'
import type { RunningSystem } from '../../../src/core/landscape.ts'
import type { Scope } from '../../../src/scenario/model.ts'
import { parseScenario } from '../../../src/scenario/parse/parse-scenario.ts'
import { check, trial } from '../trial.ts'

export interface Written {
  /** Below `steps:`, or the whole file from there on. */
  steps: string
  /** What comes before `steps:`. */
  head?: string
  systems?: readonly (Partial<RunningSystem> & { name: string })[]
  scratch?: Scratch
  allowExec?: boolean
  signal?: AbortSignal
}

/** The result of a scenario that is written out, the answers of its steps, and everything that could be read at the end. */
export interface Outcome {
  result: ScenarioResult
  steps: Record<string, JsonObject>
  scope: Scope
  /** Of the first failure. */
  message: string | undefined
}

/** Runs steps as they would stand in a file. */
export async function runWritten({
  steps,
  head = '',
  systems = [],
  scratch,
  allowExec,
  signal,
}: Written): Promise<Outcome> {
  const text = `name: trial\ntitle: A trial\n${head}steps:\n${steps}`
  const outline = {
    systems: Object.fromEntries(
      systems.map(({ name, credentials = {} }) => [
        name,
        { fields: ['url', ...Object.keys(credentials)], sql: false, documents: false },
      ]),
    ),
    topics: [],
    defects: [],
  }
  const parsed = parseScenario({ file: 'trial.yaml', text, outline, vars: {} })
  for (const name of parsed.directories ?? [])
    if (scratch !== undefined) mkdirSync(join(scratch.run, name), { recursive: true })
  let scope: Scope = {}
  const see = check('see', (all) => {
    scope = all
    return true
  })
  const result = await trial(systems).run(
    { ...parsed, finally: [...parsed.finally, see] },
    {
      ...(scratch && { directories: { working: scratch.beside, run: scratch.run } }),
      ...(allowExec === true && { programs: { variables: { PATH: process.env.PATH } } }),
      ...(signal && { signal }),
    },
  )
  return { result, scope, steps: scope.steps as Record<string, JsonObject>, message: result.failures[0]?.message }
}

export interface Scratch extends Disposable {
  /** Where the scenario's file would be. */
  beside: string
  run: string
}

export function scratch(): Scratch {
  const directory = mkdtempSync(join(tmpdir(), 'steps-'))
  const [beside, run] = [join(directory, 'beside'), join(directory, 'run')]
  for (const path of [beside, run]) mkdirSync(path)
  return { beside, run, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) }
}
