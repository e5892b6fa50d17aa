import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ReportSpec } from '../../app/reports.ts'
import type { RunRequest } from '../../app/requests.ts'
import { exitCodes } from '../../core/error.ts'
import { hasColor } from '../color.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodeOf } from '../exit-code.ts'
import type { CliIo } from '../io.ts'
import { jsonPieces } from '../json-pieces.ts'
import {
  allowExecFlag,
  connectorFlag,
  iKnowFlag,
  jsonFlag,
  landscapeFlag,
  listFlag,
  registryFlag,
  snapshotFlag,
  switchFlag,
  valueFlag,
} from '../options.ts'
import { reportFailure } from '../report-failure.ts'
import { formatPlan } from './format-plan.ts'
import { reportSpecs } from './report-specs.ts'
import { addRunFlags, type RunFlags, runOptionsOf } from './run-flags.ts'
import { stepGate } from './step-gate.ts'
import { varsOf } from './vars.ts'

interface RunOptions extends RunFlags {
  dryRun?: boolean
  step?: boolean
  watch?: boolean
  var?: string[]
  seed?: string
  defect?: string[]
  report?: string[]
  landscape?: string
  registry?: string
  snapshot?: string
  allowExec?: boolean
  iKnow?: boolean
  connector?: string
  json?: boolean
  verbose?: boolean
}

export function addScenarioRun(parent: Command, context: CommandContext): void {
  const { io } = context
  const command = parent
    .command('run')
    .description('run scenarios and give a verdict')
    .argument(
      '[names...]',
      'names of scenarios, or paths of files, with :LINE for the last step; all that are found when there is none',
    )
    .addOption(listFlag(io, '--var <name=value>', 'set a variable of the scenario'))
    .addOption(valueFlag(io, '--seed <seed>', 'repeat the order of events of an earlier run'))
    .addOption(listFlag(io, '--defect <name>', 'switch a defect of the reference connector on, to see it caught'))
    .addOption(listFlag(io, '--report <kind=file>', 'html=FILE, junit=FILE, jsonl=FILE or github, besides the console'))
    .addOption(switchFlag(io, '--dry-run', 'check everything and print the plan, without starting anything'))
    .addOption(switchFlag(io, '--step', 'ask before each step: go on, look, quit; needs a terminal'))
    .addOption(switchFlag(io, '--watch', 'run again whenever a scenario or the landscape changes, until Ctrl-C'))
    .addOption(connectorFlag(io))
    .addOption(allowExecFlag(io))
    .addOption(iKnowFlag(io))
    .addOption(landscapeFlag(io))
    .addOption(registryFlag(io))
    .addOption(snapshotFlag(io))
    .addOption(jsonFlag(io))
    .addOption(switchFlag(io, '--verbose', 'show inner steps, HTTP exchanges, messages and jobs too'))
    .addHelpText('after', '\nExample:\n  $ scenario run checkout-reservation --var quantity=3 --report junit=junit.xml')
    .action(context.action((names: string[], options: RunOptions) => runOnceOrWatch(names, options, context)))
  addRunFlags(command, io)
}

async function runOnceOrWatch(names: string[], options: RunOptions, context: CommandContext): Promise<number> {
  const { io, signal } = context
  if (options.dryRun === true) return planAndPrint(names, options, io)
  if (options.watch !== true) return runAndReport(names, options, context)
  const { watchScenarios } = await import('../../app/watch-scenarios.ts')
  using watch = watchScenarios(configurationOf(io, options), names)
  for (;;) {
    const code = await runAndReport(names, options, context).catch((thrown: unknown) => reportFailure(thrown, io))
    if (signal.aborted) return code
    io.err.write('\nwatching; Ctrl-C ends it\n')
    const changed = await watch.changed(signal)
    if (changed === undefined) return code
    io.err.write(`${changed} has changed\n`)
  }
}

async function planAndPrint(names: string[], options: RunOptions, io: CliIo): Promise<number> {
  const { planRun } = await import('../../app/plan-run.ts')
  const plan = await planRun(configurationOf(io, options), requestOf(names, options, io))
  io.out.write(options.json ? json(plan) : formatPlan(plan))
  return exitCodes.passed
}

function requestOf(names: readonly string[], options: RunOptions, io: CliIo): RunRequest {
  return {
    scenarios: names,
    vars: varsOf(options.var),
    defects: options.defect ?? [],
    ...runOptionsOf(options, io),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.snapshot === undefined ? {} : { snapshot: resolve(io.cwd, options.snapshot) }),
    ...(options.step === true ? { gate: stepGate(io) } : {}),
  }
}

async function runAndReport(names: string[], options: RunOptions, { io, signal }: CommandContext): Promise<number> {
  const request = requestOf(names, options, io)
  const specs = [consoleSpec(options, io), ...reportSpecs(options.report, io, options.json === true)]
  const { openReports } = await import('../../app/reports.ts')
  const { runScenarios } = await import('../../app/run-scenarios.ts')
  await using reports = await openReports(specs)
  const outcome = await runScenarios(configurationOf(io, options), request, io.ambient, reports.sink, signal)
  await reports.close()
  if (options.json) {
    for (const piece of jsonPieces(outcome)) io.out.write(piece)
    io.out.write('\n')
  }
  return exitCodeOf(outcome.verdict)
}

/** With `--json` stdout belongs to the result, so people read on stderr. */
function consoleSpec(options: RunOptions, io: CommandContext['io']): ReportSpec {
  const output = options.json ? io.err : io.out
  return { kind: 'console', write: output.write, color: hasColor(io, output), verbose: options.verbose === true }
}
