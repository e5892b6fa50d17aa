import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Message } from '../../../core/message-log.ts'

/** Money or points that go back to where they came from. The id names the refund: it is made once. */
export interface RefundToMake {
  id: string
  method: string
  /** The acquirer's authorization, or the promotion engine's redemption. */
  reference: string
  amount: string
}

/** What became of a placed order. */
export interface OrderChangeMessage {
  event: string
  changeId: string
  orderNumber: string
  email: string
  /** Changed: what is left. Returned: what comes back. Shipped: what left. Cancelled: nothing. */
  lines: readonly { sku: string; quantity: number }[]
  refunds: readonly RefundToMake[]
  /** Authorizations that are not needed any more. */
  voids: readonly string[]
  correlation: { correlationId?: string }
}

/** Reads a value of the topic `order-changes`. Throws with what is missing. */
export function readOrderChange({ value, headers }: Message): OrderChangeMessage {
  if (!isJsonObject(value)) throw new Error('an order change must be an object')
  const { event, changeId = '', orderNumber, email = '', lines, refunds = [], voids = [] } = value as JsonObject
  if (typeof event !== 'string') throw new Error('event must be a text')
  if (typeof orderNumber !== 'string' || orderNumber === '') throw new Error('orderNumber must be a text')
  const correlationId = headers['correlation-id']
  return {
    event,
    changeId: String(changeId),
    orderNumber,
    email: String(email),
    lines: objects(lines, 'lines').map(({ sku, quantity }) => ({ sku: String(sku), quantity: Number(quantity) })),
    refunds: objects(refunds, 'refunds') as unknown as RefundToMake[],
    voids: Array.isArray(voids) ? voids.map(String) : [],
    correlation: correlationId === undefined ? {} : { correlationId },
  }
}

function objects(value: Json | undefined, name: string): JsonObject[] {
  if (!Array.isArray(value) || !value.every(isJsonObject)) throw new Error(`${name} must be a list of objects`)
  return value as JsonObject[]
}
