import type { ConnectorClients } from '../clients.ts'
import type { OrderChangeMessage, RefundToMake } from './change-message.ts'

/** Gives back what a change of an order frees: money where it came from, gift cards and points as such. */
export type GiveMoneyBack = (
  clients: ConnectorClients,
  change: Pick<OrderChangeMessage, 'refunds' | 'correlation'>,
) => Promise<void>

/** Each refund carries its id as the idempotency key: whoever asks again gets the refund that was made. */
export const giveMoneyBack: GiveMoneyBack = async (clients, { refunds, correlation }) => {
  for (const refund of refunds) {
    await requestRefund(clients, refund, { ...correlation, headers: { 'idempotency-key': refund.id } })
    await completeRefund(clients, refund, correlation)
  }
}

/** Asks the system that the money came from. */
export async function requestRefund(
  { payment, promo }: ConnectorClients,
  { method, reference, amount }: RefundToMake,
  options: { correlationId?: string; headers?: Readonly<Record<string, string>> },
): Promise<void> {
  const isBalance = method === 'gift-card' || method === 'points'
  const path = encodeURIComponent(reference)
  if (isBalance) await promo('POST', `/redemptions/${path}/returns`, { body: { amount }, ...options })
  else await payment('POST', `/authorizations/${path}/refunds`, { body: { amount }, ...options })
}

/** Tells the shop that a refund is made; it refuses to hear it twice. */
export async function completeRefund(
  { shop }: ConnectorClients,
  { id }: RefundToMake,
  correlation: { correlationId?: string },
): Promise<void> {
  const path = `/api/_action/order_transaction_refund/${encodeURIComponent(id)}/state/complete`
  await shop('POST', path, { accept: [400], ...correlation })
}
