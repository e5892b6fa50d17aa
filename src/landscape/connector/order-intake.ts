import type { JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'

/** Hands placed orders to the OMS, and tells the customers. */
export type TakeOrders = (clients: ConnectorClients, messages: readonly Message[]) => Promise<void>

/** Both know an order by its number: taking it twice changes nothing. */
export const takeOrders: TakeOrders = async ({ oms, notify }, messages) => {
  for (const { value, headers } of messages) {
    const { orderNumber, customerNumber, email } = value as JsonObject
    const correlation = headers['correlation-id'] === undefined ? {} : { correlationId: headers['correlation-id'] }
    await oms('POST', '/orders', { body: { orderNumber, customerNumber, channel: 'shop' }, ...correlation })
    await notify('POST', '/emails', {
      headers: { 'idempotency-key': `order ${String(orderNumber)}` },
      body: { to: email, subject: `Order ${String(orderNumber)}`, text: `We have your order ${String(orderNumber)}.` },
      ...correlation,
    })
  }
}
