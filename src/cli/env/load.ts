import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag } from '../options.ts'
import { nameFlag } from './name-flag.ts'
import { saveName } from './save-name.ts'

interface LoadOptions {
  name: string
  json?: boolean
}

export function addEnvLoad(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('load')
    .description('put an environment back to what was saved under a name; URLs and credentials stay')
    .argument('<save>', 'a name that was given with `standin env save`')
    .addOption(nameFlag(io))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env load after-import')
    .action(context.action((save: string, options: LoadOptions) => load(save, options, context)))
}

async function load(given: string, options: LoadOptions, { io }: CommandContext): Promise<number> {
  const name = environmentName(options.name)
  const save = saveName(given)
  const { loadSave } = await import('../../app/environments.ts')
  await loadSave(configurationOf(io, {}), name, save)
  if (options.json) io.out.write(json({ name, save }))
  else io.out.write(`${name} is as it was at ${save}\n`)
  return exitCodes.passed
}
