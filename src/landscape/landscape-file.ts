import { type Problem, usageError } from '../core/error.ts'
import { isExpressionName } from '../core/expression-name.ts'
import { suggestion } from '../core/nearest.ts'
import { packagedSchema } from '../yaml/json-schema.ts'
import { sortedByPlace } from '../yaml/problem-order.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { validate } from '../yaml/validate.ts'
import { childOf, entriesOf, itemsOf, jsonOf, textOf, type YamlMapping } from '../yaml/yaml-document.ts'
import { containerProblems } from './container-declarations.ts'
import { defects } from './defects/table.ts'
import { withEnvironment } from './environment-variables.ts'
import type { LandscapeFile } from './format.ts'
import { hostedStoreProblems } from './hosted-stores.ts'
import { logProblems } from './log-declaration.ts'
import { type StoreUse, storeProblems, withoutUnusedStores } from './store-declarations.ts'
import { type MirroredSystem, mirroredSystems } from './systems.ts'
import { topics } from './topics.ts'

/**
 * Reads standin.yaml, with `${NAME}` taken from the environment that is passed in. URLs of stores are read only when they
 * are used, so that nobody needs the passwords of a source to run a scenario.
 *
 * Throws usage errors, all that were found, in the order of the file: `yaml.*` and `landscape.*`.
 */
export function readLandscapeFile(
  file: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  use: StoreUse = 'url',
): LandscapeFile {
  const document = readYaml(file, text)
  const problems: Problem[] = []
  const root = withEnvironment(withoutUnusedStores(document.root, use), env, problems) as YamlMapping
  if (problems.length === 0) problems.push(...validate({ ...document, root }, packagedSchema('standin'), 'landscape'))
  problems.push(...nameProblems(root), ...urlProblems(root), ...defectProblems(root), ...topicProblems(root))
  problems.push(...storeProblems(root, use, Object.keys(mirroredSystems)), ...hostedStoreProblems(root))
  problems.push(...containerProblems(root, Object.keys(mirroredSystems)))
  problems.push(...logProblems(root))
  if (problems.length === 0) problems.push(...mirrorProblems(root), ...credentialProblems(root))
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  const landscape = jsonOf(root) as unknown as LandscapeFile
  const mirrors = allMirrors()
  const named = Object.entries(landscape.systems).map(([name, system]) => [name, { ...mirrors[name], ...system }])
  return { ...landscape, systems: { ...mirrors, ...Object.fromEntries(named) } }
}

/** The connector works between all of the mirrors, so those that the file does not name are there, too. */
function allMirrors(): LandscapeFile['systems'] {
  return Object.fromEntries(Object.entries(mirroredSystems).map(([name, { mirror }]) => [name, { api: { mirror } }]))
}

function nameProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'systems'))
    .filter(({ key }) => !isExpressionName(key))
    .map(({ key, keyPlace }) => ({
      code: 'landscape.system-name',
      message: `"${key.slice(0, 60)}" cannot be read in expressions, expected a letter, then letters, digits and _`,
      place: keyPlace,
      remedy: 'Give the system another name; words of the expression language are taken.',
    }))
}

function topicProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'topics')).flatMap(({ key, keyPlace }) => {
    if (Object.hasOwn(topics, key)) return []
    const hint = suggestion(key.slice(0, 60), Object.keys(topics))
    const message = `unknown topic "${key.slice(0, 60)}"; ${hint}`
    return [{ code: 'landscape.unknown-topic', message, place: keyPlace }]
  })
}

function urlProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'systems')).flatMap(({ value }) => {
    const tcp = childOf(childOf(value, 'api'), 'tcp')
    const address = textOf(tcp)
    if (tcp !== undefined && address !== undefined && !address.includes('${') && !isAddress(address))
      return [{ code: 'landscape.tcp', message: 'expected HOST:PORT, with a port from 1 to 65535', place: tcp.place }]
    const url = childOf(childOf(value, 'api'), 'url')
    const text = textOf(url)
    if (url === undefined || text === undefined || text.includes('${') || isHttp(text)) return []
    return [{ code: 'landscape.url', message: 'expected a URL that begins with http:// or https://', place: url.place }]
  })
}

/** Each mirror has its name, by which packs, scenarios and the connector know it. */
function mirrorProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'systems')).flatMap(({ key, keyPlace, value }) => {
    const api = childOf(value, 'api')
    const mirror = textOf(childOf(api, 'mirror'))
    const expected = mirrorOf(key)
    if (api === undefined || mirror === expected || mirror?.includes('${')) return []
    const message =
      expected === undefined
        ? `the mirror ${mirror} stands for the system "${systemOf(mirror)}", not for "${key.slice(0, 60)}"`
        : `the system "${key}" is mirrored, expected { mirror: ${expected} }`
    return [{ code: 'landscape.mirror', message, place: keyPlace }]
  })
}

const shortestCredential = 4

/** Each mirror has its own credentials, and one that is too short could not be hidden in reports. */
function credentialProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'systems')).flatMap(({ key: system, value }) => {
    const known: readonly string[] = (mirroredSystems as Record<string, MirroredSystem>)[system]?.credentials ?? []
    return entriesOf(childOf(childOf(value, 'api'), 'credentials')).flatMap(({ key, keyPlace, value: said }) => {
      if (!known.includes(key)) {
        const message = `"${system}" has no credential "${key.slice(0, 60)}"; ${suggestion(key.slice(0, 60), known)}`
        return [{ code: 'landscape.credential', message, place: keyPlace }]
      }
      if ((textOf(said) ?? '').length >= shortestCredential) return []
      const message = `expected a credential of at least ${shortestCredential} characters`
      return [{ code: 'landscape.credential', message, place: said.place }]
    })
  })
}

function mirrorOf(name: string): string | undefined {
  return Object.entries(mirroredSystems).find(([system]) => system === name)?.[1].mirror
}

function systemOf(mirror: string | undefined): string | undefined {
  return Object.entries(mirroredSystems).find(([, system]) => system.mirror === mirror)?.[0]
}

function defectProblems(root: YamlMapping): Problem[] {
  return itemsOf(childOf(root, 'defects')).flatMap((node) => {
    const name = textOf(node)
    if (name === undefined || name.includes('${') || Object.hasOwn(defects, name)) return []
    const hint = suggestion(name.slice(0, 60), Object.keys(defects))
    const message = `unknown defect "${name.slice(0, 60)}"; ${hint}`
    return [{ code: 'landscape.unknown-defect', message, place: node.place }]
  })
}

function isAddress(text: string): boolean {
  const port = Number(URL.parse(`tcp://${text}`)?.port)
  return port >= 1 && port <= 65_535
}

function isHttp(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}
