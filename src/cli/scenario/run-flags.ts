import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { RunOptions, SecretValue, Selection } from '../../app/run-options.ts'
import { parseDuration } from '../../core/duration.ts'
import { usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import type { CliIo } from '../io.ts'
import { listFlag, switchFlag, valueFlag } from '../options.ts'

/** What was typed about which scenarios are run, and how. */
export interface RunFlags {
  tag?: string
  grep?: string
  shard?: string
  lastFailed?: boolean
  passWithNoTests?: boolean
  varFile?: string
  secret?: string[]
  workers?: string
  retry?: string
  failOnFlaky?: boolean
  failFast?: boolean
  timeout?: string
  seeds?: string
  allSeeds?: boolean
  concurrency?: string
  requireCoverage?: boolean
  case?: string
  redeliver?: boolean
  realTime?: boolean
}

/** The flags of selection alone, which `scenario list` has too. */
export function addSelectionFlags(command: Command, io: CliIo): Command {
  return command
    .addOption(valueFlag(io, '--tag <expression>', "only scenarios whose tags fit, such as 'stock and not slow'"))
    .addOption(valueFlag(io, '--grep <regex>', 'only scenarios whose name or title fits'))
}

export function addRunFlags(command: Command, io: CliIo): Command {
  return addSelectionFlags(command, io)
    .addOption(valueFlag(io, '--shard <part/parts>', 'only this part of them, for several machines, such as 2/5'))
    .addOption(switchFlag(io, '--last-failed', 'only those that did not pass when they were run last'))
    .addOption(switchFlag(io, '--pass-with-no-tests', 'nothing to run is a success'))
    .addOption(valueFlag(io, '--var-file <file>', 'values of variables, in YAML or JSON; --var wins'))
    .addOption(
      listFlag(io, '--secret <name=value>', 'a variable that is shown nowhere; NAME@VARIABLE reads it from there'),
    )
    .addOption(valueFlag(io, '--workers <count>', 'scenarios that run at the same time, each in its own environment'))
    .addOption(valueFlag(io, '--retry <count>', 'run what did not pass again with the same seed, up to so often'))
    .addOption(switchFlag(io, '--fail-on-flaky', 'what passed only when it was run again makes the run fail'))
    .addOption(switchFlag(io, '--fail-fast', 'start nothing more once a scenario has not passed'))
    .addOption(valueFlag(io, '--timeout <duration>', 'wall time for each scenario, such as 90s'))
    .addOption(valueFlag(io, '--seeds <count>', 'run with so many seeds, up to the first that fails'))
    .addOption(switchFlag(io, '--all-seeds', 'do not stop at the first seed that fails'))
    .addOption(
      valueFlag(io, '--concurrency <kind>', 'free, interleaved or overlapping: how lines of parallel steps run'),
    )
    .addOption(valueFlag(io, '--case <name>', 'of a table of cases, only the row of this name'))
    .addOption(switchFlag(io, '--redeliver', 'at the end, repeat what went between systems; nothing may change by it'))
    .addOption(switchFlag(io, '--real-time', "wait in real time, for systems that cannot follow the landscape's clock"))
    .addOption(switchFlag(io, '--require-coverage', 'an operation of a contract that no step used makes the run fail'))
}

/** Throws usage errors `cli.*` for what cannot be read. */
export function runOptionsOf(flags: RunFlags, io: CliIo): RunOptions {
  const { varFile, secret, failOnFlaky, failFast, allSeeds, requireCoverage, redeliver, realTime } = flags
  const timeout = flags.timeout === undefined ? undefined : durationOf('timeout', flags.timeout)
  const concurrency = concurrencyOf(flags.concurrency)
  return defined({
    selection: selectionOf(flags),
    varFile: varFile === undefined ? undefined : resolve(io.cwd, varFile),
    secrets: secret === undefined ? undefined : secretsOf(secret, io),
    workers: countOf('workers', flags.workers, 1, 64),
    retry: countOf('retry', flags.retry, 0, 100),
    seeds: countOf('seeds', flags.seeds, 1, 100_000),
    timeout,
    concurrency,
    failOnFlaky,
    failFast,
    allSeeds,
    requireCoverage,
    redeliver,
    realTime,
  })
}

export function selectionOf(flags: RunFlags): Selection {
  const { tag, grep, shard, lastFailed, passWithNoTests } = flags
  return defined({ tag, grep, shard, lastFailed, passWithNoTests, case: flags.case })
}

function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T as never
}

function countOf(flag: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (count >= least && count <= most) return count
  throw usageError({
    code: `cli.${flag}`,
    message: `--${flag} ${text.slice(0, 30)}: expected a whole number from ${least} to ${most}`,
  })
}

function durationOf(flag: string, text: string): number {
  const duration = parseDuration(text)
  if (duration !== undefined && duration > 0) return duration
  throw usageError({
    code: `cli.${flag}`,
    message: `--${flag} ${text.slice(0, 30)}: expected a length of time such as 90s, 5m or 1h30m`,
  })
}

const kinds = ['free', 'interleaved', 'overlapping'] as const

function concurrencyOf(text: string | undefined): (typeof kinds)[number] | undefined {
  if (text === undefined) return undefined
  const kind = kinds.find((known) => known === text)
  if (kind !== undefined) return kind
  const message = `--concurrency ${text.slice(0, 30)}: ${suggestion(text.slice(0, 30), kinds)}`
  throw usageError({ code: 'cli.concurrency', message })
}

/** `NAME=value` or `NAME@VARIABLE`. Values are not repeated in messages. */
function secretsOf(typed: readonly string[], { env }: CliIo): Record<string, SecretValue> {
  return Object.fromEntries(typed.map((text) => secretOf(text, env)))
}

const shortestSecret = 4

function secretOf(text: string, env: CliIo['env']): [string, SecretValue] {
  const [, name, sign, rest = ''] = /^([A-Za-z_]\w*)([=@])(.*)$/s.exec(text) ?? []
  if (name === undefined) {
    throw usageError({ code: 'cli.secret', message: '--secret: expected NAME=value or NAME@VARIABLE' })
  }
  const value = sign === '=' ? rest : env[rest]
  if (value === undefined) {
    throw usageError({
      code: 'cli.secret',
      message: `--secret ${name}@${rest}: the environment variable "${rest}" is not set`,
    })
  }
  if (value.length < shortestSecret) {
    throw usageError({
      code: 'cli.secret',
      message: `--secret ${name}: a value of fewer than ${shortestSecret} characters cannot be hidden in reports`,
      remedy: `Use --var ${name}=value when it is no secret.`,
    })
  }
  return [name, sign === '=' ? { value } : { value, from: rest }]
}
