import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { messageOf, type Problem, usageError } from '../core/error.ts'
import { readYaml } from '../yaml/read-yaml.ts'

/**
 * The variables of a YAML or JSON file: names and plain values. Throws usage errors with their places, for anything
 * that is not a plain value too.
 */
export async function readVariableFile(path: string, workingDirectory: string): Promise<Record<string, string>> {
  const file = relative(workingDirectory, path)
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({ code: 'var-file.unreadable', message: `--var-file: cannot read ${file}: ${messageOf(thrown)}` })
  })
  const problems: Problem[] = []
  const values = readYaml(file, text).root.entries.flatMap(({ key, value }): [string, string][] => {
    if (value.kind === 'scalar' && value.value !== null) return [[key, String(value.value)]]
    const message = `expected text, a number, true or false for the variable "${key.slice(0, 60)}"`
    problems.push({ code: 'var-file.value', message, place: value.place })
    return []
  })
  if (problems.length > 0) throw usageError(problems)
  return Object.fromEntries(values)
}
