import type { Command } from 'commander'
import { exitCodes, usageError } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, switchFlag } from '../options.ts'
import { table } from '../table.ts'
import { nameFlag } from './name-flag.ts'
import { saveName } from './save-name.ts'

interface SaveOptions {
  name: string
  list?: boolean
  delete?: boolean
  json?: boolean
}

export function addEnvSave(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('save')
    .description('keep what an environment holds now under a name, until it is taken down')
    .argument('[save]', 'letters, digits, dots, hyphens, underscores')
    .addOption(nameFlag(io))
    .addOption(switchFlag(io, '--list', 'print the saves that there are'))
    .addOption(switchFlag(io, '--delete', 'delete this save instead'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env save after-import && standin env load after-import')
    .action(context.action((save: string | undefined, options: SaveOptions) => keep(save, options, context)))
}

async function keep(given: string | undefined, options: SaveOptions, { io }: CommandContext): Promise<number> {
  const name = environmentName(options.name)
  const configuration = configurationOf(io, {})
  if (given === undefined || options.list) {
    if (given !== undefined || !options.list)
      throw usageError({
        code: 'cli.save',
        message: 'expected the name of a save, or --list',
        remedy: 'standin env save after-import',
      })
    const { environmentSaves } = await import('../../app/environments.ts')
    const saves = await environmentSaves(configuration, name)
    if (options.json) io.out.write(json(saves))
    else io.out.write(saves.length === 0 ? 'nothing is saved\n' : table(saves.map((save) => [save.name, save.at])))
    return exitCodes.passed
  }
  const save = saveName(given)
  const { deleteSave, saveEnvironment } = await import('../../app/environments.ts')
  await (options.delete ? deleteSave : saveEnvironment)(configuration, name, save)
  if (options.json) io.out.write(json({ name, save }))
  else io.out.write(options.delete ? `${save} of ${name} is deleted\n` : `${name} is saved as ${save}\n`)
  return exitCodes.passed
}
