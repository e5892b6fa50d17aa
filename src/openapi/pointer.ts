import { isJsonObject, type Json } from '../core/json.ts'

/** A place in a document as a JSON Pointer (RFC 6901) in URI form: `#/paths/~1orders/post`. */
export function pointerTo(...parts: readonly string[]): string {
  return `#${parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

/** What is at a pointer of this document; nothing when there is nothing. */
export function atPointer(document: Json, pointer: string): Json | undefined {
  let found: Json | undefined = document
  for (const key of pointerKeys(pointer)) {
    if (Array.isArray(found)) found = found[Number(key)]
    else found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
  }
  return found
}

/** The keys that a pointer leads along. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((text, index) => text !== '' || index > 0)
    .map(decodePart)
}

function decodePart(part: string): string {
  let text = part
  try {
    text = decodeURIComponent(part)
  } catch {
    // A percent sign that stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Follows references within the document, at most so many; gives where it ended, too. */
export function dereferenced(
  document: Json,
  value: Json | undefined,
  at: string,
): { value: Json | undefined; at: string } {
  let current = value
  let place = at
  for (let hops = 0; hops < 20 && isJsonObject(current) && typeof current.$ref === 'string'; hops++) {
    place = current.$ref
    current = atPointer(document, place)
  }
  return { value: current, at: place }
}

/** A place in a value as JSONPath: `/lines/0/price` is `$.lines[0].price`. */
export function jsonPathOf(instancePath: string): string {
  const parts = instancePath.split('/').slice(1).map(decodePart)
  return parts.reduce((path, part) => {
    if (/^\d+$/.test(part)) return `${path}[${part}]`
    return /^[A-Za-z_]\w*$/.test(part) ? `${path}.${part}` : `${path}[${JSON.stringify(part)}]`
  }, '$')
}
