import { printable } from './printable.ts'

export type XmlAttributes = Readonly<Record<string, string | number>>

/** One element on lines of its own; children are elements already written, a text is escaped. */
export function element(name: string, attributes: XmlAttributes, content: readonly string[] | string = []): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapedAttribute(String(value))}"`)
  const open = `<${name}${list.join('')}`
  if (content.length === 0) return `${open}/>`
  if (typeof content === 'string') return `${open}>${escapedText(content)}</${name}>`
  return `${open}>\n${content.join('\n')}\n</${name}>`
}

function escapedText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function escapedAttribute(text: string): string {
  return escapedText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}
