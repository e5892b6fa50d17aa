import { Buffer } from 'node:buffer'
import type { EventSink, ScenarioResult } from '../core/events.ts'
import { seededRandom } from '../core/random.ts'
import type { Defect } from '../landscape/defects/table.ts'
import type { Scenario } from '../scenario/model.ts'
import { runScenario } from '../scenario/run/run-scenario.ts'
import type { Ambient } from './ambient.ts'
import { hostLandscape } from './host-landscape.ts'
import { type LoadedLandscape, loadPack } from './load-landscape.ts'
import { replayCommand } from './replay-command.ts'
import type { Configuration } from './requests.ts'

export interface SingleRun {
  scenario: Scenario
  runId: string
  seed: string
  vars: Readonly<Record<string, string>>
  defects: readonly Defect[]
}

/** Runs one scenario in an environment of its own. */
export async function runOne(
  configuration: Configuration,
  landscape: LoadedLandscape,
  { scenario, runId, seed, vars, defects }: SingleRun,
  ambient: Ambient,
  sink: EventSink,
  signal: AbortSignal,
): Promise<ScenarioResult> {
  const pack = await loadPack(configuration, landscape, scenario.pack)
  const interruption = new AbortController()
  const ended = AbortSignal.any([signal, interruption.signal])
  const running = await hostLandscape(
    configuration,
    {
      landscape,
      pack,
      defects,
      start: pack.now,
      sink,
      status: async () => ({ kind: 'run', scenario: scenario.name }),
      onDown: () => interruption.abort(),
      signal: ended,
    },
    ambient,
  )
  try {
    return await runScenario(scenario, {
      landscape: running,
      random: seededRandom(seed),
      seed,
      correlationId: `${runId}-${scenario.name}`,
      runId,
      sink,
      wallClock: ambient.wallClock,
      signal: ended,
      replay: replayCommand(configuration, scenario.file, { seed, vars, defects }),
      ...(defects.length > 0 && { defect: defects.join(', ') }),
    })
  } finally {
    await running[Symbol.asyncDispose]()
  }
}

/** Eight hexadecimal digits, for seeds and run ids. */
export function newToken(ambient: Ambient): string {
  return Buffer.from(ambient.randomBytes(4)).toString('hex')
}
