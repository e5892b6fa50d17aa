import type { JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'

/** Brings changes of availability from the topic `stock` into the shop: the last one of each article and location. */
export type PublishAvailability = (clients: ConnectorClients, messages: readonly Message[]) => Promise<void>

export const publishAvailability: PublishAvailability = async (clients, messages) => {
  const latest = new Map<string, JsonObject>()
  for (const { value } of messages) {
    const change = value as JsonObject
    latest.set(`${change.sku}/${change.location}`, change)
  }
  await writeAvailability(clients, [...latest.values()])
}

/** Brings the whole availability into the shop, as at the start. */
export async function exchangeAvailability(clients: ConnectorClients): Promise<void> {
  const { body } = await clients.oms('GET', '/availability')
  await writeAvailability(clients, body.items as JsonObject[])
}

/** A large catalogue at once would be more than a request holds. */
const perRequest = 5_000

async function writeAvailability({ shop }: ConnectorClients, items: readonly JsonObject[]): Promise<void> {
  for (let start = 0; start < items.length; start += perRequest) {
    const payload = items.slice(start, start + perRequest).map((item) => ({
      productNumber: item.sku,
      warehouseCode: item.location,
      kind: item.kind,
      stock: item.onHand,
      available: item.available,
    }))
    await shop('POST', '/api/_action/sync', {
      body: { stock: { entity: 'product_warehouse', action: 'upsert', payload } },
    })
  }
}
