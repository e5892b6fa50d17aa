import type { SqlSystemName } from '../systems.ts'

/**
 * What may differ between two moments although nothing has happened that the business would notice. Queues hold what
 * is on its way, logs what was tried, sessions who is logged in.
 */
export const volatileTables: Readonly<Record<SqlSystemName, readonly string[]>> = {
  erp: ['outbox', 'sync_log'],
  shop: ['outbox', 'sync_log', 'sales_channel_context'],
  oms: ['outbox', 'sync_log'],
  payment: ['webhook', 'webhook_delivery'],
  promo: [],
  wms: ['outbox'],
}

/** When a row was written last, in any table. */
export const volatileColumns: readonly string[] = ['updated_at', 'synced_at']
