import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { EnvironmentStatus } from '../../app/requests.ts'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import {
  connectorFlag,
  environmentName,
  iKnowFlag,
  jsonFlag,
  landscapeFlag,
  registryFlag,
  snapshotFlag,
  switchFlag,
  valueFlag,
} from '../options.ts'
import { formatStatus } from './format-status.ts'
import { hostLaunch } from './host-launch.ts'

interface UpOptions {
  name: string
  foreground?: boolean
  landscape?: string
  registry?: string
  host?: string
  snapshot?: string
  iKnow?: boolean
  connector?: string
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
    .addOption(registryFlag(io))
    .addOption(valueFlag(io, '--host <address>', 'the address that APIs are served on, instead of 127.0.0.1'))
    .addOption(snapshotFlag(io))
    .addOption(iKnowFlag(io))
    .addOption(connectorFlag(io))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env up && standin env status')
    .action(context.action((options: UpOptions) => up(options, context)))
}

async function up(options: UpOptions, { io, signal }: CommandContext): Promise<number> {
  const configuration = configurationOf(io, options)
  const snapshot = options.snapshot === undefined ? undefined : resolve(io.cwd, options.snapshot)
  const request = { name: environmentName(options.name), ...(snapshot !== undefined && { snapshot }) }
  if (options.host !== undefined && !isLoopback(options.host)) {
    io.err.write(`the APIs are served on ${options.host}: whoever can reach this machine can reach them\n`)
  }
  const print = (status: EnvironmentStatus): void => io.out.write(options.json ? json(status) : formatStatus(status))
  const { environmentUp, hostEnvironment } = await import('../../app/environments.ts')
  if (options.foreground) {
    await hostEnvironment(configuration, request, io.ambient, print, signal)
  } else {
    print(await environmentUp(configuration, request, hostLaunch(io, configuration, request), signal))
  }
  return exitCodes.passed
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
