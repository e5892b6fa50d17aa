import type { Concurrency } from '../scenario/model/concurrency.ts'
import type { SecretValue } from './run-options.ts'

/** Everything that decides what happens in a run of one scenario. */
export interface ReplayParts {
  /** As it was found: its name, or the path of its file, with the line of its last step. */
  target: string
  seed: string
  vars: Readonly<Record<string, string>>
  secrets: Readonly<Record<string, SecretValue>>
  defects: readonly string[]
  concurrency?: Concurrency
  /** As it was typed, relative to the working directory. */
  landscape?: string
  /** Further flags that change what happens, without values of people. */
  flags: readonly string[]
}

/**
 * The command that repeats a run. A secret is given by the name of the environment variable that it was read from; one
 * that was typed gets such a name here, for whoever repeats the run to fill.
 */
export function replayCommand(parts: ReplayParts): string {
  const { target, seed, vars, secrets, defects, concurrency, landscape, flags } = parts
  const options = [
    ...(landscape === undefined ? [] : [`--landscape ${shellWord(landscape)}`]),
    ...Object.entries(vars)
      .filter(([name]) => !Object.hasOwn(secrets, name))
      .map(([name, value]) => `--var ${shellWord(`${name}=${value}`)}`),
    ...Object.entries(secrets).map(([name, { from }]) => `--secret ${name}@${from ?? name.toUpperCase()}`),
    ...defects.map((defect) => `--defect ${defect}`),
    ...(concurrency === undefined ? [] : [`--concurrency ${concurrency}`]),
    ...flags,
  ]
  return ['scenario run', shellWord(target), `--seed ${shellWord(seed)}`, ...options].join(' ')
}

/** A text as a shell reads it as one word. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
