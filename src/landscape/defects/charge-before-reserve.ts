import { askBeforeOrdering, type CheckOut } from '../shop/check-out.ts'
import { holdPayments, markPaid, takePayments } from '../shop/payments.ts'
import { placeOrder } from '../shop/place-order.ts'

/** The faulty twin of `reserveThenCharge`: the money is taken before anybody knows whether there is something to sell. */
export const chargeThenReserve: CheckOut = async (systems, order, now) => {
  const held = await holdPayments(systems, order)
  const taken = await takePayments(systems, order, held)
  await askBeforeOrdering(systems, order, held)
  await placeOrder(systems.store, order, held, now)
  await markPaid(systems.store, order.orderNumber, taken, now)
}
