import type { OpenApiDocument, Operation } from '../../../openapi/openapi-document.ts'

/** Two paths of a document that are a collection and its items: `/things` and `/things/{id}`. */
export interface Collection {
  path: string
  /** The variable that names an item. */
  variable: string
  list?: Operation
  create?: Operation
  read?: Operation
  replace?: Operation
  change?: Operation
  remove?: Operation
}

export type Verb = Exclude<keyof Collection, 'path' | 'variable'>

/** What an operation does with a collection. */
export interface Part {
  collection: Collection
  verb: Verb
}

/** The collections that can be changed by requests, by the pointers of their operations. */
export function collectionParts({ operations }: OpenApiDocument): Map<string, Part> {
  const byPath = Map.groupBy(operations, ({ path }) => path.replace(/\/$/, ''))
  const parts = new Map<string, Part>()
  for (const [itemPath, ofItem] of byPath) {
    const [, path, variable] = /^(.+)\/\{([^{}]+)\}$/.exec(itemPath) ?? []
    if (path === undefined || variable === undefined) continue
    const own = [...verbsOf(byPath.get(path) ?? [], collectionVerbs), ...verbsOf(ofItem, itemVerbs)]
    const verbs = own.map(([verb]) => verb)
    const isChanged = verbs.some((verb) => verb !== 'list' && verb !== 'read')
    if (!isChanged || !(verbs.includes('list') || verbs.includes('read'))) continue
    const collection: Collection = { path, variable, ...Object.fromEntries(own) }
    for (const [verb, operation] of own) parts.set(operation.pointer, { collection, verb })
  }
  return parts
}

const collectionVerbs = { GET: 'list', POST: 'create' } as const
const itemVerbs = { GET: 'read', PUT: 'replace', PATCH: 'change', DELETE: 'remove' } as const

function verbsOf(operations: readonly Operation[], verbs: Readonly<Record<string, Verb>>): [Verb, Operation][] {
  return operations.flatMap((operation): [Verb, Operation][] => {
    const verb = verbs[operation.method]
    return verb === undefined ? [] : [[verb, operation]]
  })
}
