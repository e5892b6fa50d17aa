import { resolve } from 'node:path'
import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { jsonFlag, valueFlag } from '../options.ts'

interface KeyOptions {
  out?: string
  json?: boolean
}

export function addKeyNew(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('new')
    .description('make a key that personas and replacements are derived from')
    .addOption(valueFlag(io, '--out <file>', 'write it to a new file that only you can read, instead of printing it'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin key new --out standin.key')
    .action(context.action((options: KeyOptions) => makeKey(options, context)))
}

async function makeKey({ out, json: asJson }: KeyOptions, { io }: CommandContext): Promise<number> {
  const { newKey, writeNewKey } = await import('../../app/keys/new-key.ts')
  if (out === undefined) {
    const key = newKey(io.ambient)
    io.out.write(asJson ? json({ key }) : `${key}\n`)
    return exitCodes.passed
  }
  const file = resolve(io.cwd, out)
  await writeNewKey(file, io.ambient)
  io.out.write(asJson ? json({ file }) : `${file}\n`)
  return exitCodes.passed
}
