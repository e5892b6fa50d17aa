import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Origin } from '../app/clone/requests.ts'
import { exitCodes, usageError } from '../core/error.ts'
import { tellTransfer } from './clone/tell-transfer.ts'
import { addTransferFlags, destinationOf, readersOf, type TransferFlags } from './clone/transfer-flags.ts'
import type { CommandContext } from './command-context.ts'
import { configurationOf } from './configuration.ts'
import type { CliIo } from './io.ts'
import { environmentName, switchFlag, valueFlag } from './options.ts'

interface CloneOptions extends TransferFlags {
  policy?: string
  from?: string
  keyFile?: string
  ephemeralKey?: boolean
}

const help = `
Example:
  $ standin key new --out standin.key
  $ standin clone --policy policy.yaml --key-file standin.key --snapshot snapshots/today
  $ standin clone --from env:production --target test.yaml --resume

The key is read from --key-file, or else from the environment variable STANDIN_KEY.`

export function addClone(parent: Command, context: CommandContext): void {
  const { io } = context
  const command = parent
    .command('clone')
    .description('copy the stores of a landscape, with every person in them replaced')
    .addOption(valueFlag(io, '--policy <file>', 'what becomes of every column; policy.yaml when nothing is said'))
    .addOption(
      valueFlag(io, '--from <origin>', 'a landscape file whose stores have a `source`, or env:NAME; else standin.yaml'),
    )
    .addOption(valueFlag(io, '--key-file <file>', 'the file with the key that everything made up is derived from'))
    .addOption(switchFlag(io, '--ephemeral-key', 'make a key that is thrown away afterwards'))
    .addOption(valueFlag(io, '--snapshot <directory>', 'write a snapshot to this directory'))
    .addHelpText('after', help)
    .action(context.action((options: CloneOptions) => clone(options, context)))
  addTransferFlags(command, io)
}

async function clone(options: CloneOptions, { io, signal }: CommandContext): Promise<number> {
  const request = {
    policyFile: resolve(io.cwd, options.policy ?? 'policy.yaml'),
    from: originOf(options.from, io),
    key: {
      variable: io.env.STANDIN_KEY,
      keyFile: options.keyFile === undefined ? undefined : resolve(io.cwd, options.keyFile),
      ephemeral: options.ephemeralKey,
    },
    destination: destinationOf(options, io),
    readers: readersOf(options),
    resume: options.resume === true,
  }
  const { cloneStores } = await import('../app/clone/clone.ts')
  await tellTransfer(io, options.json === true, (sink) =>
    cloneStores(configurationOf(io, {}), { ...request, sink }, io.ambient, signal),
  )
  return exitCodes.passed
}

function originOf(from: string | undefined, { cwd }: CliIo): Origin {
  const name = /^env:(.*)$/.exec(from ?? '')?.[1]
  if (name !== undefined) return { kind: 'environment', name: environmentName(name) }
  const file = resolve(cwd, from ?? 'standin.yaml')
  if (from !== undefined || existsSync(file)) return { kind: 'landscape', file }
  throw usageError({
    code: 'cli.from',
    message: 'it is not said what is to be copied, and there is no standin.yaml here',
    remedy: 'give a landscape file, or env:NAME for an environment that is up, with --from',
  })
}
