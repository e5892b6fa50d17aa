import { printable } from '../printable.ts'

/** Markup that was written here, as opposed to data. */
export interface Markup {
  readonly markup: string
}

type Hole = Markup | string | number | undefined | false | readonly Hole[]

/** Markup with data in it: whatever is put in is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return { markup: String.raw({ raw: parts }, ...holes.map(written)) }
}

/** Markup from a trusted source. */
export function trusted(markup: string): Markup {
  return { markup }
}

function written(hole: Hole): string {
  if (hole === undefined || hole === false) return ''
  if (typeof hole === 'object') return 'markup' in hole ? hole.markup : hole.map(written).join('')
  return escaped(String(hole))
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Data for the script of the page, which nothing in it can end or open: `<` is written as `\u003c`. */
export function dataScript(id: string, data: unknown): Markup {
  const json = JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return trusted(`<script type="application/json" id="${id}">${json}</script>`)
}
