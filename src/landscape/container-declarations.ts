import { parseDuration } from '../core/duration.ts'
import type { Problem } from '../core/error.ts'
import type { Place } from '../core/place.ts'
import { childOf, entriesOf, entryOf, itemsOf, textOf, type YamlMapping, type YamlNode } from '../yaml/yaml-document.ts'

/** What the schema does not say about containers. */
export function containerProblems(root: YamlMapping, mirrored: readonly string[]): Problem[] {
  return entriesOf(childOf(root, 'systems')).flatMap(({ key, keyPlace, value }) => {
    const container = childOf(value, 'container')
    if (container === undefined) return idleKeys(value)
    const waitFor = childOf(container, 'waitFor')
    return [
      ...roleProblems(key, keyPlace, value, mirrored),
      ...(waitFor === undefined ? [] : waitProblems(waitFor, childOf(container, 'ports'))),
      ...fileProblems(childOf(childOf(container, 'seed'), 'files')),
    ]
  })
}

function roleProblems(name: string, place: Place, system: YamlNode, mirrored: readonly string[]): Problem[] {
  if (mirrored.includes(name)) {
    const message = `"${name}" is a mirror, and cannot be a container of your own`
    const remedy =
      'Give the system another name; `store: { backend: container }` puts the data of a mirror into a container.'
    return [{ code: 'landscape.container', message, place, remedy }]
  }
  return ['api', 'store']
    .filter((key) => childOf(system, key) !== undefined)
    .map((key) => {
      const message = `"${name.slice(0, 60)}" has a container, which goes without \`${key}\``
      return { code: 'landscape.container', message, place }
    })
}

function waitProblems(waitFor: YamlNode, ports: YamlNode | undefined): Problem[] {
  const problems: Problem[] = []
  const [log, http, port, status, within] = ['log', 'http', 'port', 'status', 'within'].map((key) =>
    childOf(waitFor, key),
  )
  const tell = (message: string, place = waitFor.place): void => {
    problems.push({ code: 'landscape.container', message, place })
  }
  if (log !== undefined && (http !== undefined || port !== undefined)) tell('expected one of log, http and port')
  if (status !== undefined && http === undefined) tell('`status` is for `http`', status.place)
  if (http !== undefined && !/^(\/|\$\{)/.test(textOf(http) ?? ''))
    tell('expected a path that begins with /', http.place)
  if (within !== undefined && parseDuration(textOf(within) ?? '') === undefined)
    tell('expected a duration like 30s or 2m', within.place)
  const known = itemsOf(ports).map(scalarOf)
  if (port !== undefined && !known.includes(scalarOf(port)))
    tell(`expected one of the ports: ${known.join(', ')}`, port.place)
  return problems
}

function scalarOf(node: YamlNode): unknown {
  return node.kind === 'scalar' ? node.value : undefined
}

function fileProblems(files: YamlNode | undefined): Problem[] {
  return entriesOf(files)
    .filter(({ value }) => !/^(\/|\$\{)/.test(textOf(value) ?? '/'))
    .map(({ value }) => ({
      code: 'landscape.container',
      message: 'expected a path within the container that begins with /',
      place: value.place,
    }))
}

/** They would be ignored. */
function idleKeys(system: YamlNode): Problem[] {
  const store = childOf(system, 'store')
  if (textOf(childOf(store, 'backend')) !== 'embedded') return []
  return ['image', 'reuse']
    .flatMap((key) => entryOf(store, key) ?? [])
    .map(({ key, value: { place } }) => {
      const message = `\`${key}\` is for stores with \`backend: container\``
      return { code: 'landscape.container', message, place }
    })
}
