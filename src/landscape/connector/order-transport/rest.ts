import type { ConnectorClients } from '../clients.ts'
import type { EnterOrder } from './erp-order.ts'
import { traced } from './traced.ts'

/** Over the service layer, as JSON. */
export function enterByRest({ erp }: Pick<ConnectorClients, 'erp'>): EnterOrder {
  return async (order) => {
    await erp('POST', '/Orders', { body: order, ...traced(order) })
  }
}
