import type { Command } from 'commander'
import type { Proof } from '../../app/requests.ts'
import { exitCodes, usageError } from '../../core/error.ts'
import type { Verdict } from '../../core/events.ts'
import { hasColor } from '../color.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodeOf } from '../exit-code.ts'
import {
  allowExecFlag,
  iKnowFlag,
  jsonFlag,
  landscapeFlag,
  listFlag,
  registryFlag,
  switchFlag,
  valueFlag,
} from '../options.ts'
import { varsOf } from './vars.ts'

interface ProveOptions {
  all?: boolean
  var?: string[]
  seed?: string
  landscape?: string
  registry?: string
  allowExec?: boolean
  iKnow?: boolean
  json?: boolean
}

export function addScenarioProve(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('prove')
    .description('switch on each defect that a scenario must catch, and see that it fails')
    .argument('[names...]', 'names of scenarios, or paths of files')
    .addOption(switchFlag(io, '--all', 'all scenarios that are found'))
    .addOption(listFlag(io, '--var <name=value>', 'set a variable of the scenario'))
    .addOption(valueFlag(io, '--seed <seed>', 'repeat the order of events of an earlier run'))
    .addOption(allowExecFlag(io))
    .addOption(iKnowFlag(io))
    .addOption(landscapeFlag(io))
    .addOption(registryFlag(io))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ scenario prove checkout-reservation')
    .action(context.action((names: string[], options: ProveOptions) => proveAndReport(names, options, context)))
}

async function proveAndReport(names: string[], options: ProveOptions, { io, signal }: CommandContext): Promise<number> {
  if (names.length === 0 && options.all !== true) {
    throw usageError({
      code: 'cli.nothing-to-prove',
      message: 'expected the name of a scenario, or --all',
      remedy: 'For example: scenario prove checkout-reservation',
    })
  }
  if (names.length > 0 && options.all === true) {
    throw usageError({ code: 'cli.all-and-names', message: 'expected names of scenarios or --all, not both' })
  }
  const request = {
    scenarios: names,
    vars: varsOf(options.var),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  }
  const { formatProofs, openReports } = await import('../../app/reports.ts')
  const { proveScenarios } = await import('../../app/prove-scenarios.ts')
  await using reports = await openReports([{ kind: 'proof-progress', write: io.err.write }])
  const proofs = await proveScenarios(configurationOf(io, options), request, io.ambient, reports.sink, signal)
  if (proofs.length === 0 && !signal.aborted) {
    throw usageError({ code: 'cli.nothing-to-prove', message: 'no scenario was found, so there is nothing to prove' })
  }
  io.out.write(options.json ? json(proofs) : formatProofs(proofs, hasColor(io, io.out)))
  return proofsExitCode(proofs)
}

/** A scenario that could not be judged without a defect has not been refuted: it keeps its own exit code. */
function proofsExitCode(proofs: readonly Proof[]): number {
  const open = proofs.filter(({ proven }) => !proven).map(({ baseline }) => baseline.verdict)
  if (open.length === 0) return exitCodes.passed
  const unjudged = open.find((verdict: Verdict) => verdict === 'error' || verdict === 'inconclusive')
  return exitCodeOf(unjudged ?? 'failed')
}
