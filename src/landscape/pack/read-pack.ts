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
import type { Pack, PackPart } from './pack.ts'

interface NamedFile extends PackPart {
  place: Place
}

/**
 * Reads what a pack says about itself, and hashes its data without looking into it.
 *
 * Throws usage errors, all that were found: `pack.missing` where there is no pack.yaml, `yaml.*`, `pack.*` with the
 * place in it.
 */
export async function readPack(directory: string): Promise<Pack> {
  const file = join(directory, 'pack.yaml')
  const source = await readSource(file)
  const document = readYaml(file, source)
  const { root } = document
  const problems = [...validate(document, packagedSchema('pack'), 'pack'), ...timeProblems(root), ...pathProblems(root)]
  if (problems.length > 0) throw usageError(sortedByPlace(problems))

  const { name, title, description, now } = jsonOf(root) as unknown as PackFile
  const tables = partsOf(childOf(root, 'tables'), directory)
  const collections = partsOf(childOf(root, 'collections'), directory)
  const hash = await hashOf(source, [...Object.values(tables), ...Object.values(collections)].flat())
  return {
    name,
    title,
    ...(description !== undefined && { description }),
    directory,
    now: Date.parse(now),
    hash,
    tables,
    collections,
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
  return files
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
      entriesOf(value).map((entry) => ({
        name: entry.key,
        file: join(directory, textOf(entry.value) ?? ''),
        place: entry.value.place,
      })),
    ]),
  )
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
