import { ServerError } from '../server-error.ts'
import type { Value } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'

export interface SliceRange {
  skip?: number
  limit: number
}

/** Reads the operand of a projection's `$slice`: a number of elements, or how many to skip and how many to take. */
export function parseSlice(operand: Value | undefined): SliceRange {
  if (!Array.isArray(operand)) {
    const limit = wholeNumber(operand)
    if (limit === undefined) throw new ServerError('BadValue', '$slice needs a number or an array')
    return { limit }
  }
  const [skip, limit] = operand.map(wholeNumber)
  if (operand.length !== 2 || skip === undefined || limit === undefined || limit <= 0)
    throw new ServerError('Location28812', '$slice needs how many to skip and, above 0, how many to take')
  return { skip, limit }
}

export function slice(array: readonly Value[], { skip, limit }: SliceRange): Value[] {
  if (skip === undefined) return limit < 0 ? array.slice(limit) : array.slice(0, limit)
  const start = skip < 0 ? Math.max(0, array.length + skip) : skip
  return array.slice(start, start + limit)
}
