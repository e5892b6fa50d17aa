import { type BacklogOptions, consumeBacklog } from './batch-consumer.ts'
import type { ConnectorClients } from './clients.ts'
import type { ImportStockCount } from './stock-count.ts'

/** The half-hourly exchange with the ERP: the orders placed since the last one go in, then the stock count comes out. */
export async function exchangeErpBatch(
  clients: ConnectorClients,
  orders: BacklogOptions,
  importStockCount: ImportStockCount,
): Promise<void> {
  await consumeBacklog(orders)
  await importStockCount(clients)
}
