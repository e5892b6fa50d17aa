import { StandinError } from '../../../../core/error.ts'
import { formatPath, type PathSegment } from '../../../../core/treatment/path.ts'
import { bsonType } from '../bson/element.ts'
import { looksLikeContent } from '../dynamic-keys.ts'
import type { WalkedKeys } from './element-key.ts'

const decoder = new TextDecoder()

/** `clone.unmapped-path`: names collection and path; a key that looks as if it were data is written as `*`. */
export function unmappedPath(
  collection: string,
  bytes: Uint8Array,
  keys: WalkedKeys,
  depth: number,
  type: number,
): StandinError {
  const path: PathSegment[] = []
  for (let level = 0; level <= depth; level += 1) {
    const name = decoder.decode(bytes.subarray(keys.starts[level], keys.ends[level]))
    if (keys.inArray[level] === 1) path.push({ kind: 'elements' })
    else path.push(looksLikeContent(name) ? { kind: 'any' } : { kind: 'key', name })
  }
  if (type === bsonType.array) path.push({ kind: 'elements' })
  const place = `${collection}.${formatPath(path)}`
  return new StandinError('finding', {
    code: 'clone.unmapped-path',
    message: `${place}: a document has this path, and no rule of the policy covers it`,
    remedy: 'Add a rule for the path, or let more documents be looked at (`sample:` of the store in standin.yaml).',
  })
}
