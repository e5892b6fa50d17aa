import { resolve } from 'node:path'
import type { Command } from 'commander'
import { exitCodes } from '../core/error.ts'
import { tellTransfer } from './clone/tell-transfer.ts'
import { addTransferFlags, destinationOf, readersOf, type TransferFlags } from './clone/transfer-flags.ts'
import type { CommandContext } from './command-context.ts'
import { configurationOf } from './configuration.ts'

const help = `
Example:
  $ standin seed snapshots/today --environment test
  $ standin seed snapshots/today --target test.yaml`

export function addSeed(parent: Command, context: CommandContext): void {
  const { io } = context
  const command = parent
    .command('seed')
    .description('load a snapshot, after checking that it is whole')
    .argument('<snapshot>', 'the directory that `standin clone --snapshot` has written')
    .addHelpText('after', help)
    .action(context.action((snapshot: string, options: TransferFlags) => seed(snapshot, options, context)))
  addTransferFlags(command, io)
}

async function seed(snapshot: string, options: TransferFlags, { io, signal }: CommandContext): Promise<number> {
  const request = {
    snapshot: resolve(io.cwd, snapshot),
    destination: destinationOf(options, io),
    readers: readersOf(options),
    resume: options.resume === true,
  }
  const { seedSnapshot } = await import('../app/clone/seed.ts')
  await tellTransfer(io, options.json === true, (sink) =>
    seedSnapshot(configurationOf(io, {}), { ...request, sink }, io.ambient, signal),
  )
  return exitCodes.passed
}
