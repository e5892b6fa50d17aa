import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, switchFlag } from '../options.ts'
import { nameFlag } from './name-flag.ts'

interface ResetOptions {
  name: string
  keepConnections?: boolean
  json?: boolean
}

export function addEnvReset(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('reset')
    .description('put an environment back to how it came up; URLs and credentials stay')
    .addOption(nameFlag(io))
    .addOption(switchFlag(io, '--keep-connections', 'undo the rows of the databases, and cut nobody off from them'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env reset --keep-connections')
    .action(context.action((options: ResetOptions) => reset(options, context)))
}

async function reset(options: ResetOptions, { io }: CommandContext): Promise<number> {
  const name = environmentName(options.name)
  const { resetEnvironment } = await import('../../app/environments.ts')
  const started = performance.now()
  const { keepConnections = false } = options
  const { ranDry } = await resetEnvironment(configurationOf(io, {}), name, { keepConnections })
  const milliseconds = Math.round(performance.now() - started)
  if (options.json) io.out.write(json({ name, milliseconds, waitedForCopies: ranDry }))
  else io.out.write(`${name} is reset (${milliseconds} ms)\n`)
  if (ranDry)
    io.err.write(
      'no copy of the databases was ready, so that the reset had to wait: resets follow each other faster than copies are put back\n',
    )
  return exitCodes.passed
}
