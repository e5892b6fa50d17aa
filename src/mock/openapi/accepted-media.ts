import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

export interface Media {
  /** As the document writes it. */
  type: string
  value: JsonObject
}

/** Of what an answer can be, the type that the client likes best; JSON where it likes several. Nothing when it takes none. */
export function acceptedMedia(content: Json | undefined, accept: string | undefined): Media | 'none' | undefined {
  const all = Object.entries(isJsonObject(content) ? content : {}).map(([type, value]) => ({
    type,
    value: isJsonObject(value) ? value : {},
  }))
  if (all.length === 0) return 'none'
  const sorted = all.toSorted((a, b) => Number(isJson(b.type)) - Number(isJson(a.type)))
  for (const range of rangesOf(accept)) {
    const found = sorted.find(({ type }) => fits(type, range))
    if (found !== undefined) return found
  }
  return undefined
}

export function isJson(type: string): boolean {
  return /[/+]json\b/i.test(type) || type === '*/*'
}

/** The ranges of an `Accept` header, the most wanted first (RFC 9110, 12.5.1). */
function rangesOf(accept: string | undefined): string[] {
  if (accept === undefined || accept.trim() === '') return ['*/*']
  return accept
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const quality = parameters.find((text) => text.startsWith('q='))
      return { range, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ range }) => range)
}

function fits(type: string, range: string): boolean {
  const [essence = ''] = type.toLowerCase().split(';')
  if (range === '*/*' || essence === '*/*') return true
  return essence === range || (range.endsWith('/*') && essence.startsWith(range.slice(0, -1)))
}
