import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { jsonFlag } from '../options.ts'
import { formatProblems } from '../report-failure.ts'
import { table } from '../table.ts'
import { addSelectionFlags, type RunFlags, selectionOf } from './run-flags.ts'

export function addScenarioList(parent: Command, context: CommandContext): void {
  const { io } = context
  const command = parent
    .command('list')
    .description('list the scenarios that are found, with their tags; exits 2 when a file is broken')
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ scenario list')
    .action(
      context.action(async (options: RunFlags & { json?: boolean }) => {
        const { listScenarios } = await import('../../app/list-scenarios.ts')
        const { scenarios, problems } = await listScenarios(configurationOf(io, {}), selectionOf(options))
        const rows = scenarios.map(({ name, title, tags }) => [name, title, tags.map((tag) => `[${tag}]`).join(' ')])
        io.out.write(options.json ? json(scenarios) : table(rows))
        io.err.write(formatProblems(problems))
        return problems.length === 0 ? exitCodes.passed : exitCodes.usage
      }),
    )
  addSelectionFlags(command, io)
}
