import { writeFulfilment } from '../oms/fulfilments.ts'
import { type Reserve, reserveWithLock } from '../oms/reserve.ts'

/**
 * The faulty twin of `reserveWithLock`: it takes the units of every order from the warehouses, also those that the
 * customer fetches in a store, so that the wrong location is deducted.
 */
export const reserveInWarehouse: Reserve = async (store, { fulfilment, ...request }, now) => {
  const outcome = await reserveWithLock(store, request, now)
  if ('reserved' in outcome && fulfilment !== undefined) await writeFulfilment(store, request.orderNumber, fulfilment)
  return outcome
}
