import type { ConnectorClients } from './clients.ts'
import type { StatusEvent } from './status-event.ts'

/** Brings the status of orders from the topic `order-status` into the OMS, and from there into the shop. */
export type ApplyStatuses = (clients: ConnectorClients, events: readonly StatusEvent[]) => Promise<void>

/**
 * The OMS takes a status only when it is newer than the one it knows, or the same one again, so that the order in which
 * events arrive does not matter. What it takes goes into the shop.
 */
export const applyNewerStatuses: ApplyStatuses = async (clients, events) => {
  const taken = new Map<string, StatusEvent>()
  for (const event of events) {
    const { orderNumber, status, version, correlationId } = event
    const answer = await clients.oms('PUT', `/orders/${encodeURIComponent(orderNumber)}/status`, {
      body: { status, version },
      accept: [409],
      ...(correlationId !== undefined && { correlationId }),
    })
    if (answer.status !== 409) taken.set(orderNumber, event)
  }
  await showStatuses(clients, [...taken.values()])
}

/** Lets customers see where their orders are. */
export async function showStatuses({ shop }: ConnectorClients, events: readonly StatusEvent[]): Promise<void> {
  if (events.length === 0) return
  const payload = events.map(({ orderNumber, status, version }) => ({
    orderNumber,
    customFields: { status, statusVersion: version },
  }))
  await shop('POST', '/api/_action/sync', { body: { status: { entity: 'order', action: 'upsert', payload } } })
}
