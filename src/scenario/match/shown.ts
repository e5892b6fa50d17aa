import { isJsonObject } from '../../core/json.ts'
import { masked } from '../../core/masking.ts'

/** Keys and positions from the top of an answer. */
export type Path = readonly (string | number)[]

const longest = 160

/** The path as JSONPath (RFC 9535): `$.rows[0].state`. */
export function pathText(path: Path): string {
  return `$${path.map(segment).join('')}`
}

function segment(part: string | number): string {
  if (typeof part === 'number') return `[${part}]`
  if (/^[A-Za-z_]\w*$/.test(part)) return `.${part}`
  const quoted = String(masked(part)).replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return `['${quoted}']`
}

/** A short text of a value that stands at this path, without personal data and secrets. */
export function shown(value: unknown, path: Path): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'bigint') return value.toString()
  const text = JSON.stringify(maskedAt(value, path))
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

/** Masks the value as if it stood below the keys of its path: `email: [ … ]` hides each item. */
function maskedAt(value: unknown, path: Path): unknown {
  const keys = path.filter((part) => typeof part === 'string')
  return keys.reduce<unknown>((inner, key) => {
    const outer = masked({ [key]: inner })
    return isJsonObject(outer) ? outer[key] : outer
  }, masked(value))
}
