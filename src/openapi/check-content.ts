import { isJsonObject, type Json } from '../core/json.ts'
import { mediaTypeIn } from './media-type.ts'
import type { SchemaChecker, SchemaViolation } from './schema-checker.ts'

/** In which an exchange differs from the contract. */
export interface ContractViolation extends SchemaViolation {
  /** `the request's body`, `the query parameter "limit"`, `the answer's body`. */
  part: string
}

/** In which a body differs from what the contract's `content` says of its type. */
export async function checkContent(
  part: string,
  content: Json | undefined,
  pointer: string,
  type: string | undefined,
  body: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  if (!isJsonObject(content)) return []
  const key = mediaTypeIn(type ?? '', Object.keys(content))
  if (key === undefined) {
    const shown = (type ?? '').slice(0, 60)
    const message =
      type === undefined || type === ''
        ? 'has no content type'
        : `has the content type ${shown}, which is not in the contract`
    return [{ part, path: '$', message, pointer }]
  }
  const media = content[key]
  if (!isJsonObject(media) || media.schema === undefined || !/[/+]json\b/i.test(type ?? '')) return []
  const found = await checker.check(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}/schema`, body)
  return found.map((violation) => ({ part, ...violation }))
}
