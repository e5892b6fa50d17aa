import type { JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'

/** Allocates in the OMS what the ERP has committed, so that it can no longer be given back. */
export async function confirmOrders({ erp, oms }: ConnectorClients): Promise<void> {
  const { body } = await oms('GET', '/orders?held=reserved')
  for (const order of body.items as JsonObject[]) {
    const orderNumber = String(order.orderNumber)
    const filter = encodeURIComponent(`NumAtCard eq '${orderNumber.replaceAll("'", "''")}' and Confirmed eq 'tYES'`)
    const { body: found } = await erp('GET', `/Orders?$filter=${filter}&$select=DocEntry`)
    if ((found.value as JsonObject[]).length === 0) continue
    await oms('POST', `/orders/${encodeURIComponent(orderNumber)}/allocation`, {
      ...(typeof order.correlationId === 'string' && { correlationId: order.correlationId }),
    })
  }
}
