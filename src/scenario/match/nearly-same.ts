import { isJsonObject } from '../../core/json.ts'
import { compare } from '../expression/decimal.ts'
import { decimalOf, distance } from './decimal.ts'
import { deepEqual } from './deep-equal.ts'
import { sameScalar } from './scalar.ts'

/** Whether two values are the same, or are numbers that are not further apart than the tolerance (a decimal text). */
export function nearlySame(a: unknown, b: unknown, tolerance?: string): boolean {
  const [one, other, most] = [decimalOf(a), decimalOf(b), decimalOf(tolerance)]
  if (one !== undefined && other !== undefined && most !== undefined) return compare(distance(one, other), most) <= 0
  return isJsonObject(a) || Array.isArray(a) ? deepEqual(a, b) : sameScalar(a, b)
}
