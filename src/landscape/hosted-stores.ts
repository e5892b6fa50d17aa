import type { Problem } from '../core/error.ts'
import {
  childOf,
  entriesOf,
  entryOf,
  textOf,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
} from '../yaml/yaml-document.ts'
import { type MirroredSystem, mirroredSystems } from './systems.ts'

const kinds = { sql: 'postgres', documents: 'mongodb', none: undefined } as const

/** What says where a mirror keeps its data; the first one decides. */
const placingKeys = ['url', 'backend', 'image', 'reuse'] as const

/** What is wrong with the place of stores, in which mirrors are to keep their data. */
export function hostedStoreProblems(root: YamlMapping): Problem[] {
  const isProduction = textOf(childOf(root, 'environment')) === 'production'
  return entriesOf(childOf(root, 'systems')).flatMap(({ key, value }) => {
    const store = childOf(value, 'store')
    const [placing, ...others] = placingKeys.flatMap((one) => entryOf(store, one) ?? [])
    if (placing === undefined) return []
    const mirror = (mirroredSystems as Record<string, MirroredSystem>)[key]
    const problems = withoutMirror(key.slice(0, 60), mirror, textOf(childOf(store, 'kind')), placing)
    if (placing.key !== 'url') return problems
    const isMarked = isProduction || textOf(childOf(store, 'environment')) === 'production'
    return [...problems, ...others.map(besideUrl), ...(isMarked ? [production(key, placing.value)] : [])]
  })
}

function withoutMirror(
  name: string,
  mirror: MirroredSystem | undefined,
  kind: string | undefined,
  { key, value: { place } }: YamlEntry,
): Problem[] {
  const needed = mirror === undefined ? undefined : kinds[mirror.store]
  if (kind === undefined || kind === needed) return []
  const message =
    needed === undefined
      ? `no mirror keeps data in the store of "${name}", so it has no \`${key}\``
      : `the mirror of "${name}" keeps its data in a store of the kind ${needed}`
  return [{ code: 'landscape.store', message, place }]
}

function besideUrl({ key, keyPlace }: YamlEntry): Problem {
  const message = `a store with a \`url\` is somebody else's, and goes without \`${key}\``
  return { code: 'landscape.store', message, place: keyPlace }
}

function production(name: string, { place }: YamlNode): Problem {
  return {
    code: 'landscape.production',
    message: `the store of ${name} is marked with \`environment: production\`, so no mirror writes to it`,
    place,
  }
}
