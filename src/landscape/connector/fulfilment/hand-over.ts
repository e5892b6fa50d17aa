import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'

interface WaitingOrder {
  orderNumber: string
  kind: string
  location: string | null
  correlationId: string | null
  lines: readonly { sku: string; location: string; quantity: number }[]
}

/**
 * Gives the locations their work: what is allocated is to be picked where it lies. What a store hands out, it hands out
 * itself; what a locker lacks is brought there first. Handing over the same order twice changes nothing.
 */
export async function handOver({ oms, wms }: ConnectorClients): Promise<void> {
  const { body } = await oms('GET', '/fulfilments')
  for (const order of body.items as unknown as WaitingOrder[]) {
    const correlation = order.correlationId === null ? {} : { correlationId: order.correlationId }
    for (const work of worksOf(order)) await wms('POST', '/fulfilments', { body: work, ...correlation })
    await oms('POST', `/fulfilments/${encodeURIComponent(order.orderNumber)}/hand-over`, correlation)
  }
}

function worksOf({ orderNumber, kind, location: place, lines }: WaitingOrder): JsonObject[] {
  if (kind === 'pickup') return [work(orderNumber, 'pickup', place ?? '', lines)]
  const sources = [...new Set(lines.map(({ location }) => location))]
  return sources.map((source) => {
    const there = lines.filter(({ location }) => location === source)
    if (kind !== 'locker') return work(orderNumber, 'delivery', source, there)
    if (source === place) return work(orderNumber, 'pickup', source, there)
    return { ...work(orderNumber, 'replenishment', source, there), destination: place }
  })
}

/** The id is the same whenever the same work is handed over. */
export function work(
  orderNumber: string,
  kind: string,
  location: string,
  lines: readonly { sku: string; quantity: number }[],
): JsonObject {
  return {
    id: `${orderNumber}-${kind}-${location}`,
    orderNumber,
    kind,
    location,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  }
}
