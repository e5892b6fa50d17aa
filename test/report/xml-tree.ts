/** An element of a document that was read. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  /** Its own text, without its children's. */
  text: string
}

const token =
  /<\?xml version="1\.0" encoding="UTF-8"\?>|<\/(?<close>[\w-]+)>|<(?<open>[\w-]+)(?<attributes>(?: [\w-]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/gy

/** Reads the part of XML 1.0 that a report needs, and refuses everything else: the document has to be well-formed. */
export function parseXml(document: string): XmlElement {
  const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u
  if (!allowed.test(document)) throw new Error('a character that XML does not allow')
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let end = 0
  for (const match of document.matchAll(token)) {
    end = match.index + match[0].length
    const { close, open: name, attributes = '', empty, text } = match.groups ?? {}
    const current = open.at(-1) ?? top
    if (text !== undefined) current.text += unescaped(text)
    if (close !== undefined && open.pop()?.name !== close) throw new Error(`</${close}> closes another element`)
    if (name !== undefined) {
      const child: XmlElement = { name, attributes: {}, children: [], text: '' }
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
        if (key in child.attributes) throw new Error(`${key} is there twice`)
        child.attributes[key] = unescaped(value)
      }
      current.children.push(child)
      if (empty === undefined) open.push(child)
    }
  }
  if (end !== document.length) throw new Error(`not XML: ${document.slice(end, end + 40)}`)
  const [root] = top.children
  if (open.length !== 1 || top.children.length !== 1 || root === undefined) throw new Error('expected one root element')
  return root
}

/** All elements of that name below an element. */
export function find(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...find(child, name)])
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n', '#9': '\t' }

function unescaped(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? entities[name] : undefined
    if (character === undefined) throw new Error(`an & that is not escaped: ${whole}`)
    return character
  })
}
