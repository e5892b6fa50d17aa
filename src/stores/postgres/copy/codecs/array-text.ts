import type { Value } from '../../../../core/rows/column-type.ts'
import { dimensionsOf } from './array.ts'
import { Misfit, type TextCodec } from './codec.ts'

/** Arrays as the server prints them: `{1,NULL,"a b"}`, `[0:1]={…}` with lower bounds other than 1. */
export function arrayTextCodec(element: TextCodec, delimiter = ','): TextCodec {
  return {
    parse(text) {
      let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0
      const read = (): Value => {
        if (text[at] === '{') {
          const items: Value[] = []
          at += 1
          while (text[at] !== '}') {
            items.push(read())
            if (text[at] === delimiter) at += 1
          }
          at += 1
          return items
        }
        if (text[at] === '"') {
          let content = ''
          for (at += 1; text[at] !== '"'; at += 1) {
            if (text[at] === '\\') at += 1
            content += text[at]
          }
          at += 1
          return element.parse(content)
        }
        const start = at
        while (text[at] !== delimiter && text[at] !== '}') at += 1
        const content = text.slice(start, at)
        return content === 'NULL' ? null : element.parse(content)
      }
      return read()
    },

    format(value, was) {
      const bounds = was?.startsWith('[') ? was.slice(0, was.indexOf('=')) : undefined
      const before =
        was === undefined ? 0 : (/^\{+/.exec(was.slice(bounds === undefined ? 0 : bounds.length + 1))?.[0].length ?? 0)
      const lengths = dimensionsOf(value, was === '{}' ? 0 : before)
      const write = (item: Value, depth: number): string => {
        if (depth < lengths.length)
          return `{${(item as Value[]).map((inner) => write(inner, depth + 1)).join(delimiter)}}`
        if (item === null || item === undefined) return 'NULL'
        return `"${element.format(item).replace(/["\\]/g, '\\$&')}"`
      }
      return lengths.length === 0 ? '{}' : `${lowerBounds(bounds, lengths)}${write(value, 0)}`
    },
  }
}

/** The lower bounds that there were, with the upper ones that follow from the lengths. */
function lowerBounds(bounds: string | undefined, lengths: readonly number[]): string {
  const lows = (bounds?.match(/-?\d+(?=:)/g) ?? []).map(Number)
  if (lows.length !== lengths.length) return ''
  return `${lengths.map((length, index) => `[${lows[index]}:${(lows[index] as number) + length - 1}]`).join('')}=`
}

/** Composites as the server prints them: `(1,"a ""b""",)`. */
export function compositeTextCodec(fields: readonly { name: string; codec: TextCodec }[]): TextCodec {
  return {
    parse(text) {
      const contents = splitComposite(text)
      return Object.fromEntries(
        fields.map(({ name, codec }, index) => {
          const content = contents[index]
          return [name, content === undefined ? null : codec.parse(content)]
        }),
      )
    },
    format(value) {
      if (typeof value !== 'object' || value === null) throw new Misfit('a composite value')
      const contents = fields.map(({ name, codec }) => {
        const field = Object.hasOwn(value, name) ? (value as Record<string, Value>)[name] : null
        return field === null || field === undefined ? '' : `"${codec.format(field).replace(/["\\]/g, '$&$&')}"`
      })
      return `(${contents.join(',')})`
    },
  }
}

/** The texts between the commas; `undefined` for NULL, which is nothing at all. */
function splitComposite(text: string): (string | undefined)[] {
  const contents: (string | undefined)[] = []
  let at = 1
  for (;;) {
    let content: string | undefined
    let quoted = false
    for (; at < text.length && (quoted || (text[at] !== ',' && text[at] !== ')')); at += 1) {
      content ??= ''
      if (text[at] === '\\' || (quoted && text[at] === '"' && text[at + 1] === '"')) content += text[++at]
      else if (text[at] === '"') quoted = !quoted
      else content += text[at]
    }
    contents.push(content)
    if (text[at] !== ',') return contents
    at += 1
  }
}
