import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { codeOf, messageOf, type Problem, StandinError, usageError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { packagedSchema } from '../../yaml/json-schema.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { validate } from '../../yaml/validate.ts'
import { childOf, entriesOf, jsonOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { PackFile } from './format.ts'
import type { Pack, PackPart, PackQuery } from './pack.ts'
import { chooseSize, numberNameProblems } from './pack-size.ts'

interface NamedFile extends PackPart {
  place: Place
}

/**
 * Reads what a pack says about itself, in one of its sizes, and hashes its data without looking into it.
 *
 * Throws usage errors, all that were found: `pack.missing` where there is no pack.yaml, `yaml.*`, `pack.*` with the
 * place in it.
 */
export async function readPack(directory: string, wanted?: string): Promise<Pack> {
  const file = join(directory, 'pack.yaml')
  const source = await readSource(file)
  const document = readYaml(file, source)
  const { root } = document
  const problems = [
    ...validate(document, packagedSchema('pack'), 'pack'),
    ...timeProblems(root),
    ...pathProblems(root),
    ...numberNameProblems(root),
  ]
  if (problems.length > 0) throw usageError(sortedByPlace(problems))

  const { name, title, description, now } = jsonOf(root) as unknown as PackFile
  const tables = partsOf(childOf(root, 'tables'), directory)
  const collections = partsOf(childOf(root, 'collections'), directory)
  const scripts = scriptsOf(childOf(root, 'scripts'), directory)
  const queries = queriesOf(childOf(root, 'queries'), directory)
  const size = chooseSize(root, name, wanted)
  const parts = [tables, collections, queries].flatMap((bySystem) => Object.values(bySystem).flat())
  const hash = await hashOf(`${size.size ?? ''}\n${source}`, [...parts, ...scripts])
  return {
    ...size,
    name,
    title,
    ...(description !== undefined && { description }),
    directory,
    now: Date.parse(now),
    hash,
    tables,
    collections,
    scripts: Object.fromEntries(scripts.map(({ name: system, file: script }) => [system, script])),
    queries,
  }
}

async function readSource(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const problem: Problem = {
      code: 'pack.missing',
      message: `${file} ${whyUnreadable(thrown)}`,
      remedy: 'Name a directory that holds a pack.yaml.',
    }
    throw new StandinError('usage', problem, { cause: thrown })
  }
}

/** The pattern lets the 31st of February through. */
function timeProblems(root: YamlMapping): Problem[] {
  const node = childOf(root, 'now')
  const text = textOf(node) ?? ''
  const instant = Date.parse(text)
  if (node === undefined || !/^[\d-]+T[\d:]+Z$/.test(text)) return []
  if (!Number.isNaN(instant) && new Date(instant).toISOString() === text.replace('Z', '.000Z')) return []
  return [{ code: 'pack.no-such-time', message: 'expected a time that the calendar has', place: node.place }]
}

function pathProblems(root: YamlMapping): Problem[] {
  const systems = [childOf(root, 'tables'), childOf(root, 'collections')].flatMap(entriesOf)
  const files = systems.flatMap(({ value }) => entriesOf(value)).map(({ value }) => value)
  const scripts = entriesOf(childOf(root, 'scripts')).map(({ value }) => value)
  const queries = entriesOf(childOf(root, 'queries')).flatMap(({ value }) => entriesOf(value))
  return [...files, ...scripts, ...queries.flatMap(({ value }) => childOf(value, 'file') ?? [])]
    .filter((node) => leavesPack(textOf(node)))
    .map(({ place }) => ({ code: 'pack.outside', message: 'expected the path of a file within the pack', place }))
}

function leavesPack(path: string | undefined): boolean {
  return path !== undefined && (path === '' || isAbsolute(path) || normalize(path).split(sep)[0] === '..')
}

/** The files that `tables` or `collections` names, by system, in the order of the file. */
function partsOf(node: YamlNode | undefined, directory: string): Record<string, NamedFile[]> {
  return Object.fromEntries(
    entriesOf(node).map(({ key: system, value }) => [
      system,
      entriesOf(value).map((entry) => namedFile(entry.key, entry.value, directory)),
    ]),
  )
}

/** The scripts, under the names of their systems. */
function scriptsOf(node: YamlNode | undefined, directory: string): NamedFile[] {
  return entriesOf(node).map(({ key: name, value }) => namedFile(name, value, directory))
}

function queriesOf(node: YamlNode | undefined, directory: string): Record<string, (NamedFile & PackQuery)[]> {
  return Object.fromEntries(
    entriesOf(node).map(({ key: owner, value }) => [
      owner,
      entriesOf(value).flatMap(({ key: name, value: query }) => {
        const file = childOf(query, 'file')
        if (file === undefined) return []
        return [{ ...namedFile(name, file, directory), system: textOf(childOf(query, 'system')) ?? '' }]
      }),
    ]),
  )
}

function namedFile(name: string, node: YamlNode, directory: string): NamedFile {
  return { name, file: join(directory, textOf(node) ?? ''), place: node.place }
}

async function hashOf(source: string, files: readonly NamedFile[]): Promise<string> {
  const contents = await Promise.allSettled(files.map(({ file }) => readFile(file)))
  const problems: Problem[] = []
  const hash = createHash('sha256').update(`${Buffer.byteLength(source)}\n${source}`)
  for (const [index, { file, place }] of files.entries()) {
    const content = contents[index] as PromiseSettledResult<Buffer>
    if (content.status === 'fulfilled') hash.update(`${content.value.length}\n`).update(content.value)
    else problems.push({ code: 'pack.missing-file', message: `${file} ${whyUnreadable(content.reason)}`, place })
  }
  if (problems.length > 0) throw usageError(problems)
  return hash.digest('hex')
}

function whyUnreadable(reason: unknown): string {
  return codeOf(reason) === 'ENOENT' ? 'does not exist' : `cannot be read: ${messageOf(reason)}`
}
