import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
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
  /** Absolute. */
  path: string
  text: string
  /** How the command line names it, so that the same file is found again. */
  target: string
  /** The line of its last step, where one was named. */
  line?: number
}

const extension = /\.ya?ml$|\.json$(?<=(?:^|[./\\-])arazzo\.json)/

/** Bytes: more than the million characters that are taken can fill. */
const largestFile = 4_000_000

/**
 * The scenario files that are meant: by name, or by path, with the line of the last step behind a colon if need be. All of them when nothing is named. Throws usage errors for
 * names that nobody knows, with the nearest one.
 */
export async function findScenarios(configuration: Configuration, wanted: readonly string[]): Promise<FoundScenario[]> {
  const known = await listFiles(configuration)
  if (wanted.length === 0)
    return Promise.all([...known].map(([name, path]) => readScenario(configuration, { target: name, path })))
  const problems: Problem[] = []
  const places: WantedFile[] = []
  for (const name of new Set(wanted)) {
    const place = placeOf(configuration, known, name)
    if (place !== undefined) places.push(place)
    else problems.push(unknownScenario(name, [...known.keys()]))
  }
  if (problems.length > 0) throw usageError(problems)
  return Promise.all(places.map((place) => readScenario(configuration, place)))
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

interface WantedFile {
  target: string
  path: string
  line?: number
}

/** `NAME`, `FILE`, and either with `:LINE` behind it. */
function placeOf(
  configuration: Configuration,
  known: ReadonlyMap<string, string>,
  wanted: string,
): WantedFile | undefined {
  const whole = known.get(wanted) ?? pathOf(configuration, wanted)
  if (whole !== undefined) return { target: wanted, path: whole }
  const [, name = '', digits] = /^(.+):(\d{1,7})$/.exec(wanted) ?? []
  const path = known.get(name) ?? pathOf(configuration, name)
  return path === undefined ? undefined : { target: wanted, path, line: Number(digits) }
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

async function readScenario(
  { workingDirectory }: Configuration,
  { target, path, line }: WantedFile,
): Promise<FoundScenario> {
  const shorter = relative(workingDirectory, path)
  const file = shorter.startsWith('..') ? path : shorter
  const text = await readText(path, file)
  return { name: basename(path).replace(extension, ''), file, path, text, target, ...(line !== undefined && { line }) }
}

/** The file as text. One that is far too large is not read at all. */
async function readText(path: string, file: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= largestFile) return await readFile(path, 'utf8')
  } catch (thrown) {
    throw usageError({ code: 'scenario.unreadable', message: `cannot read ${file}: ${messageOf(thrown)}` })
  }
  throw usageError({ code: 'yaml.too-large', message: `${file} is larger than 1 MB` })
}
