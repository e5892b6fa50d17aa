import { Buffer } from 'node:buffer'
import { relative } from 'node:path'
import type { Milliseconds } from '../core/duration.ts'
import type { EventSink, ScenarioResult } from '../core/events.ts'
import { seededRandom } from '../core/random.ts'
import { startTicking } from '../environment/ticking.ts'
import type { Defect } from '../landscape/defects/table.ts'
import type { Contracts } from '../scenario/contracts/contracts.ts'
import type { Concurrency } from '../scenario/model/concurrency.ts'
import { faultedSystems } from '../scenario/model/faulted-systems.ts'
import type { Scenario } from '../scenario/model.ts'
import { deadline } from '../scenario/run/deadline.ts'
import type { RunContext } from '../scenario/run/run.ts'
import { runScenario } from '../scenario/run/run-scenario.ts'
import { scenarioTimeout } from '../scenario/run/why-aborted.ts'
import type { OpenSnapshot } from '../stores/files/snapshot-source.ts'
import { addPack } from './add-pack.ts'
import type { Ambient } from './ambient.ts'
import { hostLandscape } from './host-landscape.ts'
import { type LoadedLandscape, loadPack } from './load-landscape.ts'
import { replayCommand, shellWord } from './replay-command.ts'
import type { Configuration } from './requests.ts'
import { openRunFiles } from './run-files.ts'
import type { SecretValue, StepGate } from './run-options.ts'
import { clonedRun } from './sweep/cloned-run.ts'
import { timeRefusal } from './time-refusal.ts'

export interface SingleRun {
  scenario: Scenario
  runId: string
  seed: string
  vars: Readonly<Record<string, string>>
  defects: readonly Defect[]
  /** How the command line names the scenario; its name when nothing is said. */
  target?: string
  secrets?: Readonly<Record<string, SecretValue>>
  concurrency?: Concurrency
  timeout?: Milliseconds
  /** Steps behind the last one that is meant were cut off. */
  partial?: boolean
  /** The landscape's clock follows the time of day. */
  realTime?: boolean
  gate?: StepGate
  contracts?: Contracts
  /** What the systems start with, instead of a pack. */
  snapshot?: OpenSnapshot
}

/** Runs one scenario in an environment of its own. */
export async function runOne(
  configuration: Configuration,
  landscape: LoadedLandscape,
  run: SingleRun,
  ambient: Ambient,
  sink: EventSink,
  signal: AbortSignal,
): Promise<ScenarioResult> {
  const { scenario, runId, seed, defects, concurrency, timeout, gate, realTime = false } = run
  const correlationId = `${runId}-${scenario.name}`
  if (!realTime) {
    const about = {
      scenario,
      outline: landscape.outline,
      seed,
      correlationId,
      defects,
      replay: replayOf(configuration, run),
    }
    const refused = timeRefusal(about, ambient.wallClock.now, sink)
    if (refused !== undefined) return refused
  }
  const named = scenario.pack?.render({ vars: scenario.vars })
  const pack = await loadPack(configuration, landscape, named === undefined ? undefined : String(named))
  const { snapshot } = run
  const cloned = await clonedRun(
    configuration,
    { scenario, pack, defects, sink, ...(snapshot && { snapshot }) },
    ambient,
  )
  const interruption = new AbortController()
  const ended = AbortSignal.any([signal, interruption.signal])
  const running = await hostLandscape(
    configuration,
    {
      landscape,
      pack,
      ...(snapshot && { snapshot }),
      ...(cloned && { clone: cloned.clone }),
      defects,
      ...(scenario.redeliver === true && { keepCalls: true }),
      start: pack.now,
      proxied: faultedSystems(scenario).filter((name) => landscape.outline.systems[name]?.external !== undefined),
      sink: cloned?.sink ?? sink,
      status: async () => ({ kind: 'run', scenario: scenario.name }),
      onDown: () => interruption.abort(),
      onLost: (lost) => interruption.abort(lost),
      signal: ended,
    },
    ambient,
  )
  const sweep = cloned?.sweep()
  try {
    await using _ticking = realTime ? startTicking(running.clock, ambient.wallClock) : undefined
    using limit = timeout === undefined ? undefined : deadline(ended, timeout, () => scenarioTimeout(timeout))
    await using directories = await openRunFiles(running.directory, scenario, configuration.workingDirectory)
    return await runScenario(scenario, {
      landscape: running,
      directories,
      ...(configuration.allowExec === true && { programs: { variables: configuration.variables } }),
      random: seededRandom(seed),
      seed,
      seedPack: async (name) => addPack(await loadPack(configuration, landscape, name), running),
      correlationId,
      ...(realTime && { realTime }),
      runId,
      ...(sweep && { sweep }),
      sink: cloned?.sink ?? sink,
      wallClock: ambient.wallClock,
      signal: limit?.signal ?? ended,
      replay: replayOf(configuration, run),
      ...(concurrency !== undefined && { concurrency }),
      ...(run.secrets !== undefined && { secrets: Object.values(run.secrets).map(({ value }) => value) }),
      ...(run.contracts !== undefined && { contracts: run.contracts }),
      ...(run.partial === true && { partial: true }),
      ...(gate !== undefined && { beforeStep: beforeStep(gate, interruption) }),
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

/** Quitting ends the run as an interruption does. */
function beforeStep(gate: StepGate, interruption: AbortController): NonNullable<RunContext['beforeStep']> {
  return async (step, scope, signal) => {
    if ((await gate(step, scope, signal)) === 'quit') interruption.abort()
  }
}

/** Paths below the working directory as one would type them. */
function fromHere(workingDirectory: string, path: string): string {
  const shorter = relative(workingDirectory, path)
  return shorter.startsWith('..') ? path : shorter
}

/** The command that repeats the run. */
export function replayOf(
  { workingDirectory, landscapeFile, allowExec, iKnow, connector }: Configuration,
  { scenario, seed, vars, defects, target = scenario.name, secrets = {}, concurrency, realTime, snapshot }: SingleRun,
): string {
  const landscape = landscapeFile === undefined ? '' : fromHere(workingDirectory, landscapeFile)
  return replayCommand({
    target,
    seed,
    vars,
    secrets,
    defects,
    ...(concurrency !== undefined && { concurrency }),
    ...(landscape !== '' && landscape !== 'standin.yaml' && { landscape }),
    flags: [
      ...(allowExec === true ? ['--allow-exec'] : []),
      ...(iKnow === true ? ['--i-know'] : []),
      ...(connector === undefined ? [] : [`--connector ${shellWord(connector)}`]),
      ...(scenario.caseName === undefined ? [] : [`--case ${shellWord(scenario.caseName)}`]),
      ...(scenario.redeliver === true ? ['--redeliver'] : []),
      ...(realTime === true ? ['--real-time'] : []),
      ...(snapshot === undefined ? [] : [`--snapshot ${shellWord(fromHere(workingDirectory, snapshot.directory))}`]),
    ],
  })
}
