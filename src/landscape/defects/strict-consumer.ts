import type { JsonObject } from '../../core/json.ts'
import { type ReadStatus, readStatusTolerantly } from '../connector/status-event.ts'

const known = new Set(['orderNumber', 'status', 'version', 'email'])

/** The faulty twin of `readStatusTolerantly`: it refuses events that have a field which it was not told of. */
export const readStatusStrictly: ReadStatus = (value) => {
  const event = readStatusTolerantly(value)
  const unknown = Object.keys(value as JsonObject).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join(', ')}`)
  return event
}
