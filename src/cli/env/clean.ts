import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { jsonFlag } from '../options.ts'

interface CleanOptions {
  json?: boolean
}

export function addEnvClean(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('clean')
    .description('remove the containers that `reuse` has left for the next run; those in use stay')
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env down --all && standin env clean')
    .action(context.action((options: CleanOptions) => clean(options, context)))
}

async function clean(options: CleanOptions, { io }: CommandContext): Promise<number> {
  const { cleanContainers } = await import('../../app/clean-containers.ts')
  const cleaned = await cleanContainers(configurationOf(io, {}), io.ambient)
  const lines = cleaned.map(
    ({ system, image, isInUse }) => `${system} (${image}) ${isInUse ? 'stays: it is in use' : 'is removed'}\n`,
  )
  if (options.json) io.out.write(json(cleaned))
  else io.out.write(lines.length === 0 ? 'no container was left\n' : lines.join(''))
  return exitCodes.passed
}
