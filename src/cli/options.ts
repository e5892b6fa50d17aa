import { Option } from 'commander'
import { usageError } from '../core/error.ts'
import type { CliIo } from './io.ts'

/*
 * Every flag is also an environment variable, `--landscape` for example STANDIN_LANDSCAPE. Its value is the default,
 * so what is typed wins. It is read here and not by commander, for which an empty STANDIN_JSON would mean yes.
 */

/** `--seed <seed>`: a flag with a value. */
export function valueFlag(io: CliIo, flags: string, description: string): Option {
  const { option, set } = described(io, flags, description)
  return set === undefined ? option : option.default(set)
}

/** `--json`: a flag without a value. In the environment `0`, `false` and `no` mean no. */
export function switchFlag(io: CliIo, flags: string, description: string): Option {
  const { option, set } = described(io, flags, description)
  return set === undefined || /^(0|false|no)$/i.test(set) ? option : option.default(true)
}

/** `--var <name=value>`: a flag that can be given several times; the environment can give it once. */
export function listFlag(io: CliIo, flags: string, description: string): Option {
  const { option, set } = described(io, flags, `${description} (repeatable)`)
  let typed: string[] | undefined
  option.argParser((value: string) => {
    typed = [...(typed ?? []), value]
    return typed
  })
  return set === undefined ? option : option.default([set], set)
}

export function jsonFlag(io: CliIo): Option {
  return switchFlag(io, '--json', 'print the result as one JSON value')
}

export function landscapeFlag(io: CliIo): Option {
  return valueFlag(
    io,
    '--landscape <file>',
    'the landscape to host; else standin.yaml if there is one, else the shipped one',
  )
}

/** For commands that host a landscape, where it has containers. */
export function registryFlag(io: CliIo): Option {
  return valueFlag(io, '--registry <prefix>', 'the registry that images of containers are pulled from')
}

/** For commands that host a landscape. */
export function snapshotFlag(io: CliIo): Option {
  return valueFlag(io, '--snapshot <directory>', 'a snapshot whose data the systems start with, instead of a pack')
}

/** For commands that host a landscape. */
export function connectorFlag(io: CliIo): Option {
  return valueFlag(
    io,
    '--connector <own>',
    'your own connector instead of the reference one: the command that starts it, its URL, or none',
  )
}

export function allowExecFlag(io: CliIo): Option {
  return switchFlag(io, '--allow-exec', 'let steps of the scenario start programs; only for scenarios that you trust')
}

/** For commands that write to systems of others. */
export function iKnowFlag(io: CliIo): Option {
  const about = 'the databases and brokers of others in the landscape are there for tests, even if nothing marks them'
  return switchFlag(io, '--i-know', about)
}

/** The name of a hosted environment. Throws `cli.name`, as it becomes the name of a file. */
export function environmentName(name: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name
  throw usageError({
    code: 'cli.name',
    message: `--name ${name}: expected lower-case letters, digits and single hyphens`,
  })
}

function described(io: CliIo, flags: string, description: string): { option: Option; set: string | undefined } {
  const name = new Option(flags).name()
  const variable = `STANDIN_${name.toUpperCase().replaceAll('-', '_')}`
  const set = io.env[variable]
  return { option: new Option(flags, `${description} [${variable}]`), set: set === '' ? undefined : set }
}
