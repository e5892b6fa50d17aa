import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { jsonFlag } from '../options.ts'
import { table } from '../table.ts'

export function addScenarioList(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('list')
    .description('list the scenarios that are found')
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ scenario list')
    .action(
      context.action(async (options: { json?: boolean }) => {
        const { listScenarios } = await import('../../app/list-scenarios.ts')
        const scenarios = await listScenarios(configurationOf(io, {}))
        io.out.write(options.json ? json(scenarios) : table(scenarios.map(({ name, title }) => [name, title])))
        return exitCodes.passed
      }),
    )
}
