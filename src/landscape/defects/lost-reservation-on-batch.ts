import type { JsonObject } from '../../core/json.ts'
import type { ErpBatch } from '../connector/erp-batch.ts'
import { exportOrders } from '../connector/order-export.ts'
import { importStockCount } from '../connector/stock-count.ts'

/**
 * The faulty twin of `exchangeErpBatch`: it takes an order that was handed over for one that the ERP holds units for,
 * and gives the OMS's reservation back 15 minutes too early.
 */
export const losingErpBatch: ErpBatch = async (clients, messages) => {
  await exportOrders(clients, messages)
  for (const { value } of messages) {
    const { orderNumber } = value as JsonObject
    await clients.oms('DELETE', `/reservations/${encodeURIComponent(String(orderNumber))}`)
  }
  await importStockCount(clients)
}
