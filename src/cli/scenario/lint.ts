import type { Command } from 'commander'
import type { LintOutcome } from '../../app/requests.ts'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import type { CliIo } from '../io.ts'
import { jsonFlag, landscapeFlag } from '../options.ts'
import { formatProblems, isWarning } from '../report-failure.ts'

interface LintOptions {
  landscape?: string
  json?: boolean
}

export function addScenarioLint(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('lint')
    .description('check scenario files without starting anything; exits 2 when one cannot run')
    .argument('[names...]', 'names of scenarios, or paths of files; all that are found when there is none')
    .addOption(landscapeFlag(io))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ scenario lint scenarios/checkout-reservation.yaml')
    .action(
      context.action(async (names: string[], options: LintOptions) => {
        const { lintScenarios } = await import('../../app/lint-scenarios.ts')
        const outcome = await lintScenarios(configurationOf(io, options), names)
        if (options.json) io.out.write(json(outcome))
        else printOutcome(outcome, io)
        return outcome.problems.every(({ code }) => isWarning(code)) ? exitCodes.passed : exitCodes.usage
      }),
    )
}

function printOutcome({ files, problems }: LintOutcome, io: CliIo): void {
  io.out.write(formatProblems(problems))
  const warnings = problems.filter(({ code }) => isWarning(code)).length
  const counts = [counted(problems.length - warnings, 'error'), counted(warnings, 'warning')]
  io.out.write(`${counted(files, 'file')} checked, ${counts.join(', ')}\n`)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
