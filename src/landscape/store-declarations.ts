import type { Problem } from '../core/error.ts'
import {
  childOf,
  entriesOf,
  textOf,
  withEntries,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
} from '../yaml/yaml-document.ts'

/** What the stores of a landscape are needed for: to be read by a clone, to be replaced, or to keep a mirror's data. */
export type StoreUse = 'source' | 'target' | 'url'

const urlKeys: readonly string[] = ['source', 'target', 'url']

/** The tree without the URLs that are not used, so that the variables in them need not be set. */
export function withoutUnusedStores(root: YamlMapping, use: StoreUse): YamlMapping {
  return changed(root, 'systems', (systems) =>
    mapped(systems, (system) =>
      changed(system, 'store', (store) =>
        store.kind === 'mapping'
          ? withEntries(
              store,
              store.entries.filter(({ key }) => key === use || !urlKeys.includes(key)),
            )
          : store,
      ),
    ),
  ) as YamlMapping
}

function changed(node: YamlNode, key: string, change: (value: YamlNode) => YamlNode): YamlNode {
  if (node.kind !== 'mapping') return node
  const entry = (one: YamlEntry): YamlEntry => (one.key === key ? withNode(one, change(one.value)) : one)
  return withEntries(node, node.entries.map(entry))
}

function mapped(node: YamlNode, change: (value: YamlNode) => YamlNode): YamlNode {
  if (node.kind !== 'mapping') return node
  return withEntries(
    node,
    node.entries.map((one) => withNode(one, change(one.value))),
  )
}

function withNode({ key, keyPlace }: YamlEntry, value: YamlNode): YamlEntry {
  return { key, keyPlace, value }
}

const schemes: Readonly<Record<string, RegExp>> = {
  postgres: /^postgres(ql)?:\/\//,
  mongodb: /^mongodb(\+srv)?:\/\//,
}

/** What the schema does not say about stores. URLs are not repeated: they hold passwords. */
export function storeProblems(root: YamlMapping, use: StoreUse, mirrored: readonly string[]): Problem[] {
  return entriesOf(childOf(root, 'systems')).flatMap(({ key, keyPlace, value }) => {
    const store = childOf(value, 'store')
    const isServed = childOf(value, 'api') !== undefined || childOf(value, 'container') !== undefined
    if (store === undefined && value.kind === 'mapping' && !isServed) {
      if (mirrored.includes(key)) return []
      const message = `"${key.slice(0, 60)}" says neither who serves its api nor where its store is`
      return [{ code: 'landscape.missing-key', message, place: keyPlace }]
    }
    const kind = textOf(childOf(store, 'kind'))
    return [...urlProblems(store, use, kind), ...onlyMongo(store, kind)]
  })
}

function urlProblems(store: YamlNode | undefined, use: StoreUse, kind = ''): Problem[] {
  const node = childOf(store, use)
  const url = textOf(node)
  const scheme = schemes[kind]
  if (node === undefined || url === undefined || url.includes('${') || scheme === undefined) return []
  // A MongoDB URL may name several hosts, which no URL parser takes.
  if (scheme.test(url) && (kind === 'mongodb' || URL.canParse(url))) return []
  const expected = kind === 'postgres' ? 'postgres://' : 'mongodb:// or mongodb+srv://'
  return [{ code: 'landscape.store-url', message: `expected a URL that begins with ${expected}`, place: node.place }]
}

function onlyMongo(store: YamlNode | undefined, kind: string | undefined): Problem[] {
  if (kind !== 'postgres') return []
  return entriesOf(store)
    .filter(({ key }) => key === 'database' || key === 'sample')
    .map(({ key, keyPlace }) => ({
      code: 'landscape.store',
      message: `"${key}" is for stores of the kind mongodb`,
      place: keyPlace,
      ...(key === 'database' && { remedy: 'Put the database into the URL: postgres://HOST/DATABASE.' }),
    }))
}
