import { basename, dirname, join, relative, resolve } from 'node:path'
import { shippedScenarios } from './package-directory.ts'
import type { Configuration } from './requests.ts'

export interface Replayed {
  seed: string
  vars: Readonly<Record<string, string>>
  defects: readonly string[]
}

/** The command that repeats a run, as it is typed into a shell. */
export function replayCommand(configuration: Configuration, file: string, { seed, vars, defects }: Replayed): string {
  const { workingDirectory, landscapeFile } = configuration
  const words = ['scenario', 'run', nameOf(workingDirectory, file), '--seed', seed]
  for (const [name, value] of Object.entries(vars)) words.push('--var', `${name}=${value}`)
  for (const defect of defects) words.push('--defect', defect)
  if (landscapeFile !== undefined) words.push('--landscape', relative(workingDirectory, landscapeFile))
  return words.map(shellWord).join(' ')
}

/** A scenario is found by its name in the usual directories, elsewhere by its path. */
function nameOf(workingDirectory: string, file: string): string {
  const path = resolve(workingDirectory, file)
  const usual = [shippedScenarios, join(workingDirectory, 'scenarios')]
  return usual.includes(dirname(path)) ? basename(path).replace(/\.ya?ml$/, '') : file
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
