import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Destination } from '../../app/clone/requests.ts'
import { usageError } from '../../core/error.ts'
import { configurationOf } from '../configuration.ts'
import { hostLaunch } from '../env/host-launch.ts'
import type { CliIo } from '../io.ts'
import { environmentName, jsonFlag, switchFlag, valueFlag } from '../options.ts'

/** What was typed about where data goes, and how. */
export interface TransferFlags {
  snapshot?: string
  environment?: string
  target?: string
  readers?: string
  resume?: boolean
  json?: boolean
}

export function addTransferFlags(command: Command, io: CliIo): Command {
  return command
    .addOption(valueFlag(io, '--environment <name>', 'bring up an environment of this name with the data'))
    .addOption(valueFlag(io, '--target <file>', 'a landscape file: the stores that have a `target` are replaced'))
    .addOption(valueFlag(io, '--readers <count>', 'parts of the data that are on their way at the same time'))
    .addOption(switchFlag(io, '--resume', 'go on where an earlier run of the same job has stopped'))
    .addOption(jsonFlag(io))
}

/** Throws usage errors unless exactly one destination is given. */
export function destinationOf(flags: TransferFlags, io: CliIo): Destination {
  const { snapshot, environment, target } = flags
  const given = Object.entries({ snapshot, environment, target }).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    const names = given.map(([name]) => `--${name}`).join(' and ')
    throw usageError({
      code: 'cli.destination',
      message: given.length === 0 ? 'it is not said where the data goes' : `expected one of ${names}, not all of them`,
      remedy: 'name a snapshot, an environment or a landscape file; --help has examples',
    })
  }
  if (snapshot !== undefined) return { kind: 'snapshot', directory: resolve(io.cwd, snapshot) }
  if (target !== undefined) return { kind: 'landscape', file: resolve(io.cwd, target) }
  if (flags.resume === true)
    throw usageError({
      code: 'cli.resume',
      message: '--resume is for targets that are there when a run breaks off, and --environment brings up a new one',
      remedy: 'clone to a snapshot, and bring it up with `standin seed`',
    })
  const name = environmentName(environment ?? '')
  const launch = (from: string) => hostLaunch(io, configurationOf(io, {}), { name, snapshot: from })
  return { kind: 'environment', name, launch }
}

const mostReaders = 64

export function readersOf({ readers }: TransferFlags): number {
  if (readers === undefined) return Math.max(2, Math.min(availableParallelism(), 8))
  const count = /^\d{1,3}$/.test(readers) ? Number(readers) : Number.NaN
  if (count >= 1 && count <= mostReaders) return count
  throw usageError({
    code: 'cli.readers',
    message: `--readers ${readers.slice(0, 30)}: expected a whole number from 1 to ${mostReaders}`,
  })
}
