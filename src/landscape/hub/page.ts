import type { JsonObject } from '../../core/json.ts'
import { hubRefusal } from './method.ts'

/** The rows of the page that is asked for; the first when nothing is said. */
export function pageOf({ page = 1 }: JsonObject, size: number): { limit: number; skip: number } {
  const number = Number(page)
  if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
    throw hubRefusal('ERROR_BAD_PARAMETERS', 'page must be a number from 1')
  return { limit: size, skip: (number - 1) * size }
}
