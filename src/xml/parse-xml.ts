import type { Document, Element, Node } from '@xmldom/xmldom'
import type { Milliseconds } from '../core/duration.ts'
import { StandinError } from '../core/error.ts'
import { OutOfTime, withinTime } from '../limits/within-time.ts'

export type { Document, Element, Node }

const deepest = 100
const patience: Milliseconds = 5_000

/**
 * Reads XML that is well-formed and has namespaces resolved. A document type is refused, and with it every entity that
 * is not built in, so that nothing is fetched and nothing unfolds. Throws `xml.refused`; `what` begins its message.
 */
export async function parseXml(text: string, what: string): Promise<Document> {
  const refuse = (why: string): never => {
    throw new StandinError('finding', { code: 'xml.refused', message: `${what} ${why}` })
  }
  const { DOMParser } = await import('@xmldom/xmldom')
  const problems: number[] = []
  const parser = new DOMParser({
    onError: (_level, _message, context) => {
      problems.push((context as { locator?: { lineNumber?: number } }).locator?.lineNumber ?? 1)
    },
  })
  const document = parsed(() => parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml'))
  if (document === 'out of time') return refuse('is too large to be read as XML')
  if (document !== undefined && document.doctype !== null) refuse('has a document type, which is refused')
  if (document === undefined || problems.length > 0 || document.documentElement === null)
    return refuse(`is not well-formed XML${problems[0] === undefined ? '' : ` (line ${problems[0]})`}`)
  if (depthOf(document.documentElement) > deepest) refuse(`has more than ${deepest} elements within each other`)
  return document
}

function parsed(parse: () => Document): Document | 'out of time' | undefined {
  try {
    return withinTime(parse, patience)
  } catch (thrown) {
    return thrown instanceof OutOfTime ? 'out of time' : undefined
  }
}

/** Without recursion, as a hostile document may be as deep as it is long. */
function depthOf(root: Element): number {
  let deep = 0
  let level = elementsOf(root)
  while (level.length > 0 && deep <= deepest) {
    deep++
    level = level.flatMap(elementsOf)
  }
  return deep
}

/** The elements directly below. */
export function elementsOf(parent: Node): Element[] {
  const found: Element[] = []
  for (let child = parent.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === 1) found.push(child as Element)
  return found
}

/** The text directly within an element. */
export function textWithin(element: Element): string {
  let text = ''
  for (let child = element.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === 3 || child.nodeType === 4) text += child.nodeValue ?? ''
  return text
}

/** Attributes other than declarations of namespaces. */
export function attributesOf(element: Element): { name: string; namespace: string | null; value: string }[] {
  return [...element.attributes]
    .filter(({ namespaceURI }) => namespaceURI !== 'http://www.w3.org/2000/xmlns/')
    .map((attribute) => ({
      name: attribute.localName ?? attribute.name,
      namespace: attribute.namespaceURI,
      value: attribute.value,
    }))
}
