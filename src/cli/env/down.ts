import type { Command } from 'commander'
import { exitCodes, usageError } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, switchFlag, valueFlag } from '../options.ts'

interface DownOptions {
  name?: string
  all?: boolean
  json?: boolean
}

export function addEnvDown(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('down')
    .description('take an environment down, with its data; it is fine when it is not up')
    .addOption(valueFlag(io, '--name <name>', 'the name of the environment; "default" when nothing is said'))
    .addOption(switchFlag(io, '--all', 'all environments of this user'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env down --all')
    .action(context.action((options: DownOptions) => takeDown(options, context)))
}

async function takeDown(options: DownOptions, { io }: CommandContext): Promise<number> {
  if (options.name !== undefined && options.all === true) {
    throw usageError({ code: 'cli.all-and-name', message: 'expected --name or --all, not both' })
  }
  const request = options.all ? { all: true } : { name: environmentName(options.name ?? 'default'), all: false }
  const { environmentsDown } = await import('../../app/environments.ts')
  const names = await environmentsDown(configurationOf(io, {}), request)
  if (options.json) io.out.write(json(names))
  else io.out.write(names.length === 0 ? 'no environment was up\n' : names.map((name) => `${name} is down\n`).join(''))
  return exitCodes.passed
}
