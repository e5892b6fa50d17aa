import type { JsonObject } from '../../core/json.ts'
import type { TakeOrders } from '../connector/order-intake.ts'

/**
 * The faulty twin of `takeOrders`: it counts on each message coming once, and tells the customer without a key by which
 * the same message could be known again.
 */
export const takeOrdersEachTime: TakeOrders = async ({ oms, notify }, messages) => {
  for (const { value, headers } of messages) {
    const { orderNumber, customerNumber, email } = value as JsonObject
    const correlation = headers['correlation-id'] === undefined ? {} : { correlationId: headers['correlation-id'] }
    await oms('POST', '/orders', { body: { orderNumber, customerNumber, channel: 'shop' }, ...correlation })
    await notify('POST', '/emails', {
      body: { to: email, subject: `Order ${String(orderNumber)}`, text: `We have your order ${String(orderNumber)}.` },
      ...correlation,
    })
  }
}
