import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'
import { tellSubscribers } from '../subscribers.ts'
import { shopCustomer } from './shop-customer.ts'

/** Moves business partners and their addresses into the shop; gives those that the shop has taken. */
export type MoveCustomers = (clients: ConnectorClients, partners: readonly JsonObject[]) => Promise<JsonObject[]>

/** A customer and its addresses are one record. When some are refused, each is tried alone, and who is refused is named. */
export const moveCustomers: MoveCustomers = async (clients, partners) => {
  if ((await refusalOf(clients, partners)) === undefined) return [...partners]
  const moved: JsonObject[] = []
  for (const partner of partners) {
    const reason = await refusalOf(clients, [partner])
    if (reason === undefined) moved.push(partner)
    else await report(clients, String(partner.CardCode), reason)
  }
  return moved
}

/** What the shop says against these customers; `undefined` when it has taken them. */
async function refusalOf({ shop }: ConnectorClients, partners: readonly JsonObject[]): Promise<string | undefined> {
  const payload = partners.map(shopCustomer)
  const { status, body } = await shop('POST', '/api/_action/sync', {
    body: { customers: { entity: 'customer', action: 'upsert', payload } },
    accept: [400],
  })
  return status === 400 ? String((body.errors as JsonObject[])[0]?.detail) : undefined
}

function report(clients: ConnectorClients, cardCode: string, reason: string): Promise<void> {
  return tellSubscribers(clients, {
    event: 'customer.not-migrated',
    key: `${cardCode} ${reason}`,
    subject: `Customer ${cardCode} is not migrated`,
    text: `Customer ${cardCode} is not migrated: ${reason}`,
  })
}
