import { environmentError, type StandinError } from '../../../core/error.ts'

/** A message has overtaken what it builds on: trying again later helps. */
export function notThereYet(message: string): StandinError {
  return environmentError({ code: 'order.not-there-yet', message })
}
