import { Long } from 'bson'
import { isTrue } from '../query/operators.ts'
import { splitPath } from '../query/paths.ts'
import { put } from '../query/projection.ts'
import { ServerError } from '../server-error.ts'
import { valueAt, withoutValue, withValue } from '../update/paths.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'

/** `$unwind`: one document for each element of an array. */
export function compileUnwind(specification: Value): (documents: readonly Doc[]) => Doc[] {
  const options: Doc = isDoc(specification) ? specification : { path: specification }
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options
  if (typeof path !== 'string') throw new ServerError('Location28808', 'the path of $unwind must be a string')
  if (!path.startsWith('$') || path === '$')
    throw new ServerError('Location28818', "the path of $unwind must begin with '$'")
  if (includeArrayIndex !== undefined && (typeof includeArrayIndex !== 'string' || includeArrayIndex.startsWith('$')))
    throw new ServerError('Location28810', 'includeArrayIndex of $unwind must be a field name')
  const parts = splitPath(path.slice(1))
  const indexParts = includeArrayIndex === undefined ? undefined : splitPath(includeArrayIndex)
  const withIndex = (document: Doc, index: Value): Doc => {
    if (indexParts === undefined) return document
    const copy = { ...document }
    put(copy, indexParts, index)
    return copy
  }
  return (documents) =>
    documents.flatMap((document) => {
      const value = valueAt(document, parts)
      if (Array.isArray(value) && value.length > 0)
        return value.map((element, index) =>
          withIndex(withValue(document, parts, element) as Doc, Long.fromNumber(index)),
        )
      const empty = value === undefined || value === null || Array.isArray(value)
      if (empty && !isTrue(preserveNullAndEmptyArrays)) return []
      return [withIndex(Array.isArray(value) ? (withoutValue(document, parts) as Doc) : document, null)]
    })
}
