import type { JsonObject } from '../../core/json.ts'
import { persistently } from '../persistence.ts'
import type { ConnectorClients } from './clients.ts'

export interface CheckoutToReserve {
  orderNumber: string
  lines: readonly { sku: string; quantity: number }[]
  /** How the customer wants to get it, which decides where the units come from. */
  fulfilment?: JsonObject
  correlationId?: string
}

/** A line of a checkout that cannot be delivered. */
export interface Shortage {
  sku: string
  requested: number
  available: number
}

/** Holds the units of a checkout in the OMS, all or none; answers with what there is too little of. */
export type ReserveForCheckout = (clients: ConnectorClients, checkout: CheckoutToReserve) => Promise<Shortage[]>

/** Lets the OMS look and reserve in one step. Without its answer, what it may have reserved is given back. */
export const reserveForCheckout: ReserveForCheckout = async ({ oms }, checkout) => {
  const { orderNumber, lines, fulfilment, correlationId } = checkout
  const correlation = correlationId === undefined ? {} : { correlationId }
  const { status, body } = await persistently(() =>
    oms('POST', '/reservations', {
      body: { key: orderNumber, orderNumber, lines, ...(fulfilment !== undefined && { fulfilment }) },
      accept: [409],
      ...correlation,
    }),
  ).catch(async (thrown: unknown) => {
    // What cannot be given back now expires.
    await oms('DELETE', `/reservations/${encodeURIComponent(orderNumber)}`, correlation).catch(() => undefined)
    throw thrown
  })
  return status === 409 ? shortagesIn(body) : []
}

function shortagesIn(answer: JsonObject): Shortage[] {
  return (answer.error as { lines: JsonObject[] }).lines as unknown as Shortage[]
}
