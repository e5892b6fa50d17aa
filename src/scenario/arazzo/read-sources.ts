import { type Problem, StandinError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { type OpenApiDocument, openApiDocument } from '../../openapi/openapi-document.ts'
import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Refuse } from './read-criteria.ts'

export interface Sources {
  /** The OpenAPI documents, by the names of their source descriptions. */
  documents: ReadonlyMap<string, OpenApiDocument>
  /** Names of those that were refused, so that nothing more is said about what they would have held. */
  unread: ReadonlySet<string>
}

/**
 * Reads the documents of the source descriptions. What has a URL is not fetched: its copy beside the file is read, under
 * the last name of the URL.
 */
export function readSources(
  node: YamlNode | undefined,
  open: (path: string) => Json,
  refuse: Refuse,
  problems: Problem[],
): Sources {
  const documents = new Map<string, OpenApiDocument>()
  const unread = new Set<string>()
  const urls = new Map<string, string>()
  for (const item of itemsOf(node)) {
    const [name, url] = [textOf(childOf(item, 'name')), textOf(childOf(item, 'url'))]
    const type = textOf(childOf(item, 'type')) ?? 'openapi'
    if (name !== undefined) unread.add(name)
    if (name === undefined || url === undefined) refuse('source', 'a source description needs a name and a url', item)
    else if (type !== 'openapi') refuse('unsupported', `source descriptions of type ${type} are not supported`, item)
    else {
      const path = pathOf(url)
      const other = path && urls.get(path)
      if (path === undefined) refuse('unsupported', 'expected the path or the URL of a .yaml, .yml or .json file', item)
      else if (other !== undefined && other !== url)
        refuse('source', `another source description is read from ${path}, too; expected the path of a copy`, item)
      else {
        urls.set(path, url)
        try {
          documents.set(name, openApiDocument(path, open(path)))
          unread.delete(name)
        } catch (thrown) {
          if (!(thrown instanceof StandinError)) throw thrown
          if (path !== url && thrown.code === 'document.unreadable')
            refuse('source', `documents are not fetched: expected a copy of this one beside the file, as ${path}`, item)
          else problems.push(...thrown.problems.map((problem) => ({ place: item.place, ...problem })))
        }
      }
    }
  }
  return { documents, unread }
}

/** Where a document is read from: its path, or the last name of its URL; nothing for any other scheme. */
function pathOf(url: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) return url
  const { protocol, pathname = '' } = URL.parse(url) ?? {}
  const [, name] = /\/([^/]+\.(?:ya?ml|json))$/.exec(pathname) ?? []
  return protocol === 'http:' || protocol === 'https:' ? name && `./${name}` : undefined
}

/** Base of the document's API: its first server, without a slash at its end. */
export function serverOf({ root }: OpenApiDocument): string {
  const [first] = Array.isArray(root.servers) ? root.servers : []
  return (isJsonObject(first) && typeof first.url === 'string' ? first.url : '').replace(/\/$/, '')
}
