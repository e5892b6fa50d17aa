import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { codeOf, environmentError, messageOf, usageError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import type { Template } from '../model.ts'
import { besideScenario } from './directories.ts'
import { renderText } from './rendered-text.ts'
import type { StepContext } from './step-context.ts'

/** An absolute path, as a step names it: `./` and `../` go from the scenario's file, all else from the run's directory. */
export function pathOf(template: Template, { scope, directories }: StepContext): string {
  const text = renderText(template, scope, 'the path')
  if (text.includes('\0') || text === '')
    throw usageError({ code: 'scenario.path', message: 'the path is none that a file can have', place: template.place })
  const base = /^\.{1,2}\//.test(text) ? besideScenario(directories, template.place) : directories.run
  return isAbsolute(text) ? text : resolve(base, text)
}

/**
 * Refuses to change what is neither beside the scenario's file nor in the run's directory, links resolved. Throws
 * `scenario.path-outside`.
 */
export async function refuseOutside(path: string, { directories }: StepContext, place: Place): Promise<void> {
  const roots = await Promise.all([directories.run, besideScenario(directories, place)].map(real))
  const parent = await real(dirname(path))
  const target = await real(join(parent, basename(path)))
  if (roots.some((root) => isWithin(root, target) && isWithin(root, parent, true))) return
  throw usageError({
    code: 'scenario.path-outside',
    message: 'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    place,
  })
}

function isWithin(root: string, path: string, orSame = false): boolean {
  const way = relative(root, path)
  return way === '' ? orSame : way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Links resolved as far as there is something. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await real(parent), basename(path))
  }
}

export interface FoundFile {
  name: string
  path: string
  bytes: number
}

/** The files of a path whose name may hold `*` and `?`, in the order of their names. A directory is no file. */
export async function findFiles(path: string, place: Place): Promise<FoundFile[]> {
  const wanted = basename(path)
  const directory = dirname(path)
  const names = /[*?]/.test(wanted)
    ? (await entriesOf(directory, place)).filter((name) => matchesName(name, wanted)).toSorted()
    : [wanted]
  const found = await Promise.all(
    names.map(async (name): Promise<FoundFile[]> => {
      const known = await stat(join(directory, name)).catch(() => undefined)
      return known?.isFile() === true ? [{ name, path: join(directory, name), bytes: known.size }] : []
    }),
  )
  return found.flat()
}

async function entriesOf(directory: string, place: Place): Promise<string[]> {
  return readdir(directory).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return []
    throw fileFailure(`cannot look into ${directory}`, thrown, place)
  })
}

/** What a file system refused. */
export function fileFailure(what: string, thrown: unknown, place: Place): Error {
  const why = String(codeOf(thrown) ?? messageOf(thrown))
  return environmentError({ code: 'file.failed', message: `${what} (${why})`, place }, thrown)
}

/** Whether a name fits a pattern, in time that grows with the product of their lengths at most. */
export function matchesName(name: string, pattern: string): boolean {
  let [at, of, star, mark] = [0, 0, -1, 0]
  while (at < name.length) {
    if (pattern[of] === '*') {
      star = of++
      mark = at
    } else if (pattern[of] === '?' || pattern[of] === name[at]) {
      of++
      at++
    } else if (star >= 0) {
      of = star + 1
      at = ++mark
    } else return false
  }
  return /^\**$/.test(pattern.slice(of))
}
