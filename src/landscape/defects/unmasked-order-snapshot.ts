import type { ExemptsFromPolicy } from '../policy-exemptions.ts'

const snapshots: ReadonlySet<string> = new Set([
  'shop.order.order_customer',
  'shop.order.billing_address',
  'shop.order_delivery.shipping_address',
])

/** The faulty twin of `exemptNothing`: what an order remembers of its customer is taken for data of the order. */
export const exemptOrderSnapshots: ExemptsFromPolicy = (column) => snapshots.has(column)
