import { type MoveCustomers, moveCustomers } from '../connector/customers/move-customers.ts'
import { shopAddresses } from '../connector/customers/shop-customer.ts'

/**
 * The faulty twin of `moveCustomers`: addresses are moved by themselves, under the number that the ERP has for their
 * customer, and one that finds nobody in the shop is lost.
 */
export const moveAddressesApart: MoveCustomers = async (clients, partners) => {
  const moved = await moveCustomers(
    clients,
    partners.map((partner) => ({ ...partner, BPAddresses: [] })),
  )
  for (const partner of partners) {
    const payload = shopAddresses(partner).map((address) => ({ ...address, customerNumber: partner.CardCode ?? null }))
    await clients.shop('POST', '/api/_action/sync', {
      body: { addresses: { entity: 'customer_address', action: 'upsert', payload } },
      accept: [400],
    })
  }
  return moved
}
