import type { Option } from 'commander'
import type { CliIo } from '../io.ts'
import { valueFlag } from '../options.ts'

/** For commands that concern one environment. */
export function nameFlag(io: CliIo): Option {
  const name = valueFlag(io, '--name <name>', 'the name of the environment, or of a branch')
  return name.default(name.defaultValue ?? 'default')
}
