import type { JsonObject } from '../../core/json.ts'
import type { ReserveForCheckout, Shortage } from '../connector/checkout-reservation.ts'

/**
 * The faulty twin of `reserveForCheckout`: it asks what is available, decides by itself, and takes the reservation that
 * follows for granted.
 */
export const checkThenAct: ReserveForCheckout = async ({ oms }, { orderNumber, lines, correlationId }) => {
  const correlation = correlationId === undefined ? {} : { correlationId }
  const query = lines.map(({ sku }) => `sku=${encodeURIComponent(sku)}`).join('&')
  const { body } = await oms('GET', `/availability?${query}`, correlation)
  const shortages = lines.flatMap(({ sku, quantity }): Shortage[] => {
    const available = mostAvailable(body.items as JsonObject[], sku)
    return available >= quantity ? [] : [{ sku, requested: quantity, available }]
  })
  if (shortages.length === 0) {
    await oms('POST', '/reservations', {
      body: { key: orderNumber, orderNumber, lines },
      accept: [409],
      ...correlation,
    })
  }
  return shortages
}

function mostAvailable(items: readonly JsonObject[], sku: string): number {
  const units = items
    .filter((item) => item.sku === sku && item.kind === 'warehouse')
    .map((item) => Number(item.available))
  return Math.max(0, ...units)
}
