import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Message } from '../../../core/message-log.ts'

/** What the WMS tells on the topic `goods-movements`. */
export interface GoodsMovement {
  event: string
  /** Names the movement: what is booked for it is booked once. */
  reference: string
  location: string
  /** Above zero: units that came to the location. */
  lines: readonly { sku: string; quantity: number }[]
  /** Of a fulfilment only: the order, what it is, and where its units come from. */
  orderNumber?: string
  kind?: string
  from?: string
  correlation: { correlationId?: string }
}

/** Throws with what is missing. */
export function readGoodsMovement({ value, headers }: Message): GoodsMovement {
  if (!isJsonObject(value)) throw new Error('a goods movement must be an object')
  const { event, reference, location, lines, orderNumber, kind, from } = value as JsonObject
  const correlationId = headers['correlation-id']
  return {
    event: text(event, 'event'),
    reference: text(reference, 'reference'),
    location: text(location, 'location'),
    lines: readLines(lines),
    ...(orderNumber !== undefined && { orderNumber: text(orderNumber, 'orderNumber') }),
    ...(kind !== undefined && { kind: text(kind, 'kind') }),
    ...(from !== undefined && { from: text(from, 'from') }),
    correlation: correlationId === undefined ? {} : { correlationId },
  }
}

function text(value: Json | undefined, name: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text`)
  return value
}

function readLines(value: Json | undefined): GoodsMovement['lines'] {
  if (!Array.isArray(value) || !value.every(isJsonObject)) throw new Error('lines must be a list of objects')
  return (value as JsonObject[]).map(({ sku, quantity }) => {
    if (!Number.isInteger(quantity)) throw new Error('quantity must be a whole number')
    return { sku: text(sku, 'sku'), quantity: Number(quantity) }
  })
}
