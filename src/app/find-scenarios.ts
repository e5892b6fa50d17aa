import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { messageOf, type Problem, usageError } from '../core/error.ts'
import { suggestion } from '../core/nearest.ts'
import { shippedScenarios } from './package-directory.ts'
import type { Configuration } from './requests.ts'

/** A scenario file that was found and read, but not parsed. */
export interface FoundScenario {
  /** By convention also the scenario's name. */
  name: string
  /** As short as it can be written from the working directory. */
  file: string
  text: string
}

const extension = /\.ya?ml$/

/**
 * The scenario files that are meant: by name, or by path. All of them when nothing is named. Throws usage errors for
 * names that nobody knows, with the nearest one.
 */
export async function findScenarios(configuration: Configuration, wanted: readonly string[]): Promise<FoundScenario[]> {
  const known = await listFiles(configuration)
  if (wanted.length === 0) return Promise.all([...known.values()].map((path) => readScenario(configuration, path)))
  const problems: Problem[] = []
  const paths: string[] = []
  for (const name of new Set(wanted)) {
    const path = known.get(name) ?? pathOf(configuration, name)
    if (path !== undefined) paths.push(path)
    else problems.push(unknownScenario(name, [...known.keys()]))
  }
  if (problems.length > 0) throw usageError(problems)
  return Promise.all(paths.map((path) => readScenario(configuration, path)))
}

/** Files by name: the shipped ones, and those in scenarios/ of the working directory, which win. */
async function listFiles({ workingDirectory }: Configuration): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const directory of [shippedScenarios, join(workingDirectory, 'scenarios')]) {
    const entries = await readdir(directory).catch((): string[] => [])
    for (const entry of entries.filter((name) => extension.test(name)).sort()) {
      files.set(basename(entry).replace(extension, ''), join(directory, entry))
    }
  }
  return files
}

function pathOf({ workingDirectory }: Configuration, name: string): string | undefined {
  const path = resolve(workingDirectory, name)
  return extension.test(name) && existsSync(path) ? path : undefined
}

function unknownScenario(name: string, known: readonly string[]): Problem {
  const isPath = extension.test(name)
  return {
    code: isPath ? 'scenario.no-such-file' : 'scenario.unknown',
    message: isPath ? `there is no file ${name}` : `there is no scenario "${name}"; ${suggestion(name, known)}`,
    remedy: isPath ? 'check the path' : '`scenario list` shows all of them',
  }
}

async function readScenario({ workingDirectory }: Configuration, path: string): Promise<FoundScenario> {
  const shorter = relative(workingDirectory, path)
  const file = shorter.startsWith('..') ? path : shorter
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({ code: 'scenario.unreadable', message: `cannot read ${file}: ${messageOf(thrown)}` })
  })
  return { name: basename(path).replace(extension, ''), file, text }
}
