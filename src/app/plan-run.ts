import type { ScenarioStep } from '../scenario/model.ts'
import { resultName } from '../scenario/run/cases.ts'
import { prepareRun } from './prepare-run.ts'
import type { Configuration, PlannedScenario, RunPlan, RunRequest } from './requests.ts'
import { replayOf } from './run-one.ts'

/** Checks everything that a run would check, and says what it would do. Nothing is started. */
export async function planRun(configuration: Configuration, request: RunRequest): Promise<RunPlan> {
  const prepared = await prepareRun(configuration, request)
  const { seeds: count, seed, concurrency, secrets = {} } = request
  const numbered = Array.from(
    { length: count ?? 0 },
    (_, index) => `${seed === undefined ? '' : `${seed}-`}${index + 1}`,
  )
  const seeds = count === undefined ? (seed === undefined ? [] : [seed]) : numbered
  const scenarios = prepared.scenarios.map(({ scenario, target }): PlannedScenario => {
    const { vars, defects } = prepared
    const run = { scenario, target, runId: '', seed: seed ?? 'SEED', vars, defects, secrets }
    return {
      name: resultName(scenario),
      title: scenario.title,
      file: scenario.file,
      seeds,
      steps: scenario.steps.map(outlineOf),
      finally: scenario.finally.map(outlineOf),
      invariants: scenario.invariants.map(({ name }) => name),
      replay: replayOf(configuration, { ...run, ...(concurrency !== undefined && { concurrency }) }),
    }
  })
  return { scenarios }
}

function outlineOf({ name, verb, place }: ScenarioStep): PlannedScenario['steps'][number] {
  return { name, verb, place }
}
