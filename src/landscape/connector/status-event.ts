import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/** An order has come to a status. Versions count up from 1, order by order. */
export interface StatusEvent {
  orderNumber: string
  status: string
  version: number
  email?: string
  correlationId?: string
}

/** Reads a value of the topic `order-status`. Throws with what is missing, never with what is there. */
export type ReadStatus = (value: Json) => StatusEvent

/** Takes what it needs, and does not mind what else there is: producers add fields when they like. */
export const readStatusTolerantly: ReadStatus = (value) => {
  if (!isJsonObject(value)) throw new Error('a status event must be an object')
  const { orderNumber, status, version, email } = value as JsonObject
  if (typeof orderNumber !== 'string' || orderNumber === '') throw new Error('orderNumber must be a text')
  if (typeof status !== 'string') throw new Error('status must be a text')
  if (typeof version !== 'number' || !Number.isInteger(version)) throw new Error('version must be a whole number')
  return { orderNumber, status, version, ...(typeof email === 'string' && { email }) }
}
