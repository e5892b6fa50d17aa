import type { Command } from 'commander'
import { exitCodes, usageError } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, valueFlag } from '../options.ts'
import { formatStatus } from './format-status.ts'
import { nameFlag } from './name-flag.ts'

interface BranchOptions {
  name: string
  count: string
  json?: boolean
}

const most = 32

export function addEnvBranch(parent: Command, context: CommandContext): void {
  const { io } = context
  const count = valueFlag(io, '--count <count>', `how many, ${most} at most`)
  parent
    .command('branch')
    .description('open environments that begin with what one holds now, one for each parallel test worker')
    .addOption(nameFlag(io))
    .addOption(count.default(count.defaultValue ?? '1'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env branch --count 8 && standin env reset --name default-3')
    .action(context.action((options: BranchOptions) => branch(options, context)))
}

async function branch(options: BranchOptions, { io }: CommandContext): Promise<number> {
  const name = environmentName(options.name)
  const count = /^\d{1,3}$/.test(options.count) ? Number(options.count) : 0
  if (count < 1 || count > most)
    throw usageError({ code: 'cli.count', message: `--count ${options.count}: expected a number from 1 to ${most}` })
  const { branchEnvironment } = await import('../../app/environments.ts')
  const statuses = await branchEnvironment(configurationOf(io, {}), name, count)
  io.out.write(options.json ? json(statuses) : statuses.map(formatStatus).join('\n'))
  return exitCodes.passed
}
