import { type ApplyStatuses, showStatuses } from '../connector/order-status.ts'

/** The faulty twin of `applyNewerStatuses`: what came last overwrites what is known, however old it is. */
export const applyLastStatuses: ApplyStatuses = async (clients, events) => {
  for (const event of events) {
    const { orderNumber, status, correlationId } = event
    await clients.oms('PUT', `/orders/${encodeURIComponent(orderNumber)}/status`, {
      body: { status },
      ...(correlationId !== undefined && { correlationId }),
    })
    await showStatuses(clients, [event])
  }
}
