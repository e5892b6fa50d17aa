import type { Command } from 'commander'
import type { ReportSpec } from '../../app/reports.ts'
import { hasColor } from '../color.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodeOf } from '../exit-code.ts'
import { jsonFlag, landscapeFlag, listFlag, switchFlag, valueFlag } from '../options.ts'
import { reportSpecs } from './report-specs.ts'
import { varsOf } from './vars.ts'

interface RunOptions {
  var?: string[]
  seed?: string
  defect?: string[]
  report?: string[]
  landscape?: string
  json?: boolean
  verbose?: boolean
}

export function addScenarioRun(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('run')
    .description('run scenarios and give a verdict')
    .argument('[names...]', 'names of scenarios, or paths of files; all that are found when there is none')
    .addOption(listFlag(io, '--var <name=value>', 'set a variable of the scenario'))
    .addOption(valueFlag(io, '--seed <seed>', 'repeat the order of events of an earlier run'))
    .addOption(listFlag(io, '--defect <name>', 'switch a defect of the reference connector on, to see it caught'))
    .addOption(listFlag(io, '--report <kind=file>', 'junit=FILE or jsonl=FILE, besides the console'))
    .addOption(landscapeFlag(io))
    .addOption(jsonFlag(io))
    .addOption(switchFlag(io, '--verbose', 'show inner steps, HTTP exchanges, messages and jobs too'))
    .addHelpText('after', '\nExample:\n  $ scenario run checkout-reservation --var quantity=3 --report junit=junit.xml')
    .action(context.action((names: string[], options: RunOptions) => runAndReport(names, options, context)))
}

async function runAndReport(names: string[], options: RunOptions, { io, signal }: CommandContext): Promise<number> {
  const request = {
    scenarios: names,
    vars: varsOf(options.var),
    defects: options.defect ?? [],
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  }
  const specs = [consoleSpec(options, io), ...reportSpecs(options.report, io.cwd)]
  const { openReports } = await import('../../app/reports.ts')
  const { runScenarios } = await import('../../app/run-scenarios.ts')
  await using reports = await openReports(specs)
  const outcome = await runScenarios(configurationOf(io, options), request, io.ambient, reports.sink, signal)
  await reports.close()
  if (options.json) io.out.write(json(outcome))
  return exitCodeOf(outcome.verdict)
}

/** With `--json` stdout belongs to the result, so people read on stderr. */
function consoleSpec(options: RunOptions, io: CommandContext['io']): ReportSpec {
  const output = options.json ? io.err : io.out
  return { kind: 'console', write: output.write, color: hasColor(io, output), verbose: options.verbose === true }
}
