import type { Command } from 'commander'
import type { EnvironmentStatus } from '../../app/requests.ts'
import { environmentError, exitCodes, usageError } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { environmentName, jsonFlag, valueFlag } from '../options.ts'
import { formatDotenv } from './format-dotenv.ts'
import { formatStatus } from './format-status.ts'

interface StatusOptions {
  name?: string
  format?: string
  json?: boolean
}

export function addEnvStatus(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('status')
    .description('print the URLs, credentials, sizes and topics of the environments that are up')
    .addOption(valueFlag(io, '--name <name>', 'only this one; exits 3 when it is not up'))
    .addOption(valueFlag(io, '--format <format>', 'text, json, or dotenv: NAME=value lines for CI and shells'))
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ standin env status --format dotenv > .env')
    .action(context.action((options: StatusOptions) => printStatuses(options, context)))
}

const formats = ['text', 'json', 'dotenv']

function outputFormat({ format = 'text', json: asJson }: StatusOptions): string {
  if (!formats.includes(format))
    throw usageError({ code: 'cli.format', message: `--format ${format}: expected ${formats.join(', ')}` })
  return asJson ? 'json' : format
}

/** Variables have room for one. */
function theOnly(statuses: readonly EnvironmentStatus[]): EnvironmentStatus {
  const [status, ...others] = statuses
  if (status === undefined)
    throw environmentError({
      code: 'environment.not-up',
      message: 'no environment is up',
      remedy: 'Start one: standin env up',
    })
  if (others.length === 0) return status
  throw usageError({
    code: 'cli.several-environments',
    message: `several environments are up: ${statuses.map(({ name }) => name).join(', ')}`,
    remedy: 'Say which one is meant with --name.',
  })
}

async function printStatuses(options: StatusOptions, { io }: CommandContext): Promise<number> {
  const format = outputFormat(options)
  const name = options.name === undefined ? undefined : environmentName(options.name)
  const { environmentStatuses } = await import('../../app/environments.ts')
  const statuses = await environmentStatuses(configurationOf(io, {}), name)
  if (name !== undefined && statuses.length === 0) {
    throw environmentError({
      code: 'environment.not-up',
      message: `the environment "${name}" is not up`,
      remedy: `Start it: standin env up --name ${name}`,
    })
  }
  if (format === 'json') io.out.write(json(statuses))
  else if (format === 'dotenv') io.out.write(formatDotenv(theOnly(statuses)))
  else io.out.write(statuses.length === 0 ? 'no environment is up\n' : statuses.map(formatStatus).join('\n'))
  return exitCodes.passed
}
