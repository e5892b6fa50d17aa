import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'
import { exportOrders } from './order-export.ts'
import { importStockCount } from './stock-count.ts'

/** The half-hourly exchange with the ERP: the orders placed since the last one go in, the stock count comes out. */
export type ErpBatch = (clients: ConnectorClients, messages: readonly Message[]) => Promise<void>

export const exchangeErpBatch: ErpBatch = async (clients, messages) => {
  await exportOrders(clients, messages)
  await importStockCount(clients)
}
