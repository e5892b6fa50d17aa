import type { ExchangeMasking } from './mask-exchange.ts'

const leaf = /(<(?:[\w-]{1,60}:)?([\w.-]{1,100})(?:\s[^<>]*)?>)([^<>]+)(?=<)/g
const attribute = /(\s(?:[\w-]{1,60}:)?([\w.-]{1,100})\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')/g

/** The texts of XML or HTML under the names of their elements and attributes. */
export function xmlFields(xml: string): { name: string; text: string }[] {
  const within = [...xml.matchAll(leaf)].map(([, , name = '', text = '']) => ({ name, text }))
  const attributes = [...xml.matchAll(attribute)].map(([, , name = '', one, other]) => ({
    name,
    text: one ?? other ?? '',
  }))
  return [...within, ...attributes].map(({ name, text }) => ({ name, text: decoded(text.trim()) }))
}

/** Texts behind the end of an element, and comments, are no fields, and looked at as text. */
export function maskedXml(xml: string, masking: ExchangeMasking): string {
  const shown = (name: string, text: string): string => {
    const plain = decoded(text)
    const masked = String(masking.value(name, plain))
    return masked === plain ? text : encoded(masked)
  }
  const fields = xml
    .replace(attribute, (_whole, before: string, name: string, one?: string, other?: string) =>
      /^xmlns|^version$|^encoding$|schemalocation/i.test(name) || before.includes('xmlns:')
        ? `${before}"${one ?? other ?? ''}"`
        : `${before}"${shown(name, one ?? other ?? '')}"`,
    )
    .replace(leaf, (_whole, before: string, name: string, text: string) => `${before}${shown(name, text)}`)
  return fields.replace(
    /(<\/[^<>]+>|<!--|-->)([^<>]+)/g,
    (_whole, before: string, text: string) => `${before}${shown('', text)}`,
  )
}

function decoded(text: string): string {
  return text
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_whole, hex?: string, digits?: string) => {
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
