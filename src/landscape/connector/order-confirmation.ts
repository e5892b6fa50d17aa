import type { JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'

/** Allocates in the OMS what the ERP has committed, so that it no longer expires, and shows the order as being worked on. */
export async function confirmOrders({ erp, oms, shop }: ConnectorClients): Promise<void> {
  const { body } = await oms('GET', '/orders?held=reserved')
  for (const order of body.items as JsonObject[]) {
    const orderNumber = String(order.orderNumber)
    const filter = encodeURIComponent(`NumAtCard eq '${orderNumber.replaceAll("'", "''")}' and Confirmed eq 'tYES'`)
    const { body: found } = await erp('GET', `/Orders?$filter=${filter}&$select=DocEntry`)
    if ((found.value as JsonObject[]).length === 0) continue
    const correlation = typeof order.correlationId === 'string' ? { correlationId: order.correlationId } : {}
    const path = encodeURIComponent(orderNumber)
    // Refused when the shop shows it already, or has not taken the order itself.
    await shop('POST', `/api/_action/order/${path}/state/process`, { accept: [400, 404], ...correlation })
    await oms('POST', `/orders/${path}/allocation`, correlation)
  }
}
