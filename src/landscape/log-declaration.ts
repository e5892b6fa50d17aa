import type { Problem } from '../core/error.ts'
import { childOf, entriesOf, textOf, type YamlMapping, type YamlNode } from '../yaml/yaml-document.ts'

/** What the schema does not say about `log`. */
export function logProblems(root: YamlMapping): Problem[] {
  const isAllProduction = textOf(childOf(root, 'environment')) === 'production'
  return entriesOf(childOf(root, 'systems')).flatMap(({ key, value }) => {
    const log = childOf(value, 'log')
    if (log === undefined) return []
    const { place } = log
    if (key !== 'broker')
      return [{ code: 'landscape.log', message: '`log` is for the system `broker`, whose topics it holds', place }]
    const misplaced = placeProblems(root, log)
    if (misplaced.length > 0) return misplaced
    const user = childOf(log, 'user')
    const password = childOf(log, 'password')
    if ((user === undefined) !== (password === undefined))
      return [{ code: 'landscape.log', message: 'expected `user` and `password` together', place }]
    const isProduction = isAllProduction || textOf(childOf(log, 'environment')) === 'production'
    if (!isProduction || childOf(log, 'url') === undefined) return []
    const message = 'the broker is marked with `environment: production`, so nothing is published to it'
    return [{ code: 'landscape.production', message, place }]
  })
}

const ofContainers = ['backend', 'image', 'reuse']
const ofBrokers = ['tls', 'ca', 'user', 'password', 'mechanism', 'environment']

/** A broker is somebody else's or in a container. */
function placeProblems(root: YamlMapping, log: YamlNode): Problem[] {
  const isExternal = childOf(log, 'url') !== undefined
  if (!isExternal && textOf(childOf(log, 'backend') ?? childOf(root, 'backend')) !== 'container')
    return [{ code: 'landscape.log', message: 'expected `url` or `backend: container`', place: log.place }]
  const [other, what] = isExternal ? [ofContainers, 'with'] : [ofBrokers, 'without']
  return entriesOf(log)
    .filter(({ key }) => other.includes(key))
    .map(({ key, keyPlace }) => ({
      code: 'landscape.log',
      message: `a broker ${what} a \`url\` goes without \`${key}\``,
      place: keyPlace,
    }))
}
