import { createRequire } from 'node:module'
import { StandinError } from '../../../core/error.ts'
import type { Json } from '../../../core/json.ts'
import { longestComputation, OutOfTime, withinTime } from '../../../limits/within-time.ts'
import { type Element, type Node, parseXml } from '../../../xml/parse-xml.ts'
import { treeOf } from '../../../xml/xml-tree.ts'

type Namespaces = Readonly<Record<string, string>>

/** The part of the package that is used. Its own types would bring those of browsers into every file. */
interface XPathPackage {
  parse(path: string): { evaluate(options: { node: Node; namespaces: Namespaces; isHtml?: boolean }): unknown }
}

interface Evaluated {
  /** Of a set of nodes. */
  toArray?(): Node[]
  stringValue?(): string
  booleanValue?(): boolean
  numberValue?(): number
  constructor: { name: string }
}

// Loaded when the first XPath is read, and not at once.
let loaded: XPathPackage | undefined
function xpathPackage(): XPathPackage {
  loaded ??= createRequire(import.meta.url)('xpath') as XPathPackage
  return loaded
}

const functions =
  'last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after substring string-length normalize-space translate boolean not true false lang number sum floor ceiling round node text comment processing-instruction'
const known = new Set(functions.split(' '))

/** Why a text is no XPath 1.0 that can be used here; nothing when it is one. */
export function xpathObjection(path: string, namespaces: Namespaces): string | undefined {
  try {
    xpathPackage().parse(path)
  } catch {
    return 'is no XPath 1.0'
  }
  const bare = path.replace(/"[^"]*"|'[^']*'/g, "''")
  for (const [, prefix = ''] of bare.matchAll(/([\p{L}_][\p{L}\p{N}._-]*):(?!:)/gu))
    if (!Object.hasOwn(namespaces, prefix)) return `uses the prefix "${prefix}", which "namespaces" does not give`
  for (const [, name = ''] of bare.matchAll(/([\p{L}_][\p{L}\p{N}._-]*)\s*\(/gu))
    if (!known.has(name) && !/^(and|or|div|mod)$/.test(name)) return `calls "${name}", which XPath 1.0 does not have`
  return undefined
}

/** What a path finds in a document: elements as trees, attributes and text as text, or one value. */
export async function selectByXPath(text: string, path: string, namespaces: Namespaces): Promise<Json[]> {
  const document = await parseXml(text, 'the answer')
  const select = (): Evaluated => xpathPackage().parse(path).evaluate({ node: document, namespaces }) as Evaluated
  try {
    return valuesOf(withinTime(select))
  } catch (thrown) {
    if (!(thrown instanceof OutOfTime)) throw thrown
    throw new StandinError('finding', {
      code: 'scenario.xpath-time',
      message: `the XPath was still searching the answer after ${longestComputation / 1_000} s`,
    })
  }
}

function valuesOf(found: Evaluated): Json[] {
  if (found.toArray !== undefined) return found.toArray().map(jsonOf)
  const kind = found.constructor.name
  if (kind === 'XNumber') {
    const number = found.numberValue?.() ?? Number.NaN
    return Number.isFinite(number) ? [number] : []
  }
  return kind === 'XBoolean' ? [found.booleanValue?.() ?? false] : [found.stringValue?.() ?? '']
}

function jsonOf(node: Node): Json {
  return node.nodeType === 1 ? treeOf(node as Element) : (node.nodeValue ?? '')
}
