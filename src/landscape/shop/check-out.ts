import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { ApiClient } from '../http-client.ts'
import { askCheckoutGateway } from './checkout-gateway.ts'
import {
  type HeldPayment,
  holdPayments,
  markPaid,
  type PaymentSystems,
  releasePayments,
  takePayments,
} from './payments.ts'
import { type OrderToPlace, placeOrder } from './place-order.ts'

export interface CheckOutSystems extends PaymentSystems {
  store: SqlStore
  /** Registered by the connector; without one every checkout is let through. */
  checkoutGateway?: ApiClient
}

/** Turns a cart into an order, or throws a refusal and leaves the payment and the cart as they were. */
export type CheckOut = (systems: CheckOutSystems, order: OrderToPlace, now: Instant) => Promise<void>

/** Checks the payments, asks the gateway, writes the order, and only then takes the money. */
export const reserveThenCharge: CheckOut = async (systems, order, now) => {
  const { store } = systems
  const held = await holdPayments(systems, order)
  await askBeforeOrdering(systems, order, held)
  await placeOrder(store, order, held, now)
  // What could not be captured now stays authorized, and whoever ships captures it.
  const taken = await takePayments(systems, order, held).catch(() => [])
  if (taken.length > 0) await markPaid(store, order.orderNumber, taken, now)
}

/** Asks the gateway. A refused checkout gives its payments back. */
export async function askBeforeOrdering(
  systems: CheckOutSystems,
  order: OrderToPlace,
  held: readonly HeldPayment[],
): Promise<void> {
  if (systems.checkoutGateway === undefined) return
  try {
    await askCheckoutGateway(systems.checkoutGateway, order, order.correlationId)
  } catch (thrown) {
    // An authorization that cannot be given back now lapses.
    await releasePayments(systems, order, held).catch(() => undefined)
    throw thrown
  }
}
