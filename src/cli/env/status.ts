import type { Command } from 'commander'
import { environmentError, exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, valueFlag } from '../options.ts'
import { formatStatus } from './format-status.ts'

interface StatusOptions {
  name?: string
  json?: boolean
}

export function addEnvStatus(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('status')
    .description('print the URLs, credentials and topics of the environments that are up')
    .addOption(valueFlag(io, '--name <name>', 'only this one; exits 3 when it is not up'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env status --json')
    .action(context.action((options: StatusOptions) => printStatuses(options, context)))
}

async function printStatuses(options: StatusOptions, { io }: CommandContext): Promise<number> {
  const name = options.name === undefined ? undefined : environmentName(options.name)
  const { environmentStatuses } = await import('../../app/environments.ts')
  const statuses = await environmentStatuses(configurationOf(io, {}), name)
  if (name !== undefined && statuses.length === 0) {
    throw environmentError({
      code: 'environment.not-up',
      message: `the environment "${name}" is not up`,
      remedy: `Start it: standin env up --name ${name}`,
    })
  }
  if (options.json) io.out.write(json(statuses))
  else io.out.write(statuses.length === 0 ? 'no environment is up\n' : statuses.map(formatStatus).join('\n'))
  return exitCodes.passed
}
