import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { EnvironmentStatus } from '../../app/requests.ts'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, landscapeFlag, switchFlag, valueFlag } from '../options.ts'
import { formatStatus } from './format-status.ts'

interface UpOptions {
  name: string
  foreground?: boolean
  landscape?: string
  json?: boolean
}

export function addEnvUp(parent: Command, context: CommandContext): void {
  const { io } = context
  const name = valueFlag(io, '--name <name>', 'the name of the environment')
  parent
    .command('up')
    .description('host a landscape until it is taken down')
    .addOption(name.default(name.defaultValue ?? 'default'))
    .addOption(switchFlag(io, '--foreground', 'host it in this process, until Ctrl-C'))
    .addOption(landscapeFlag(io))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env up && standin env status')
    .action(context.action((options: UpOptions) => up(options, context)))
}

async function up(options: UpOptions, { io, signal }: CommandContext): Promise<number> {
  const configuration = configurationOf(io, options)
  const request = { name: environmentName(options.name) }
  const print = (status: EnvironmentStatus): void => io.out.write(options.json ? json(status) : formatStatus(status))
  const { environmentUp, hostEnvironment } = await import('../../app/environments.ts')
  if (options.foreground) {
    await hostEnvironment(configuration, request, io.ambient, print, signal)
  } else {
    const landscape = configuration.landscapeFile === undefined ? [] : ['--landscape', configuration.landscapeFile]
    const script = fileURLToPath(new URL('../../../bin/standin.js', import.meta.url))
    const args = [script, 'env', 'up', '--foreground', '--name', request.name, ...landscape]
    const launch = { command: io.execPath, args, env: io.env }
    print(await environmentUp(configuration, request, launch, signal))
  }
  return exitCodes.passed
}
