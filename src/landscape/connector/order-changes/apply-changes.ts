import type { Message } from '../../../core/message-log.ts'
import type { ConnectorClients } from '../clients.ts'
import { type OrderChangeMessage, readOrderChange } from './change-message.ts'
import { bookReturn, cancelInErp, changeInErp, deliverInErp } from './erp-documents.ts'
import type { GiveMoneyBack } from './give-money-back.ts'
import { notThereYet } from './not-there-yet.ts'

/**
 * Brings what became of an order into every system that knows it: units first, then the ERP's documents, then the money.
 * Each of these can be done again without changing anything, so that a message whose handling broke off is simply
 * handled once more.
 */
export async function applyOrderChanges(
  clients: ConnectorClients,
  messages: readonly Message[],
  giveMoneyBack: GiveMoneyBack,
): Promise<void> {
  for (const message of messages) {
    const change = readOrderChange(message)
    const apply = appliers[change.event]
    if (apply === undefined) throw new Error('event must be one of: changed, cancelled, returned, shipped')
    await apply(clients, change)
    await giveMoneyBack(clients, change)
  }
}

type Apply = (clients: ConnectorClients, change: OrderChangeMessage) => Promise<void>

const appliers: Readonly<Record<string, Apply>> = {
  async 'order.changed'(clients, change) {
    await holdOnly(clients, change)
    await changeInErp(clients, change)
  },
  async 'order.cancelled'(clients, change) {
    await holdOnly(clients, change)
    await cancelInErp(clients, change)
    for (const reference of change.voids) {
      const path = `/authorizations/${encodeURIComponent(reference)}/void`
      await clients.payment('POST', path, { accept: [409], ...change.correlation })
    }
  },
  async 'order.returned'(clients, change) {
    await bookReturn(clients, change)
    await tellCustomer(clients, change)
  },
  async 'order.shipped'(clients, change) {
    await deliverInErp(clients, change)
    await showShipped(clients, change)
  },
}

/** Lets the OMS hold what is still wanted. The order itself may be on its way to it still. */
async function holdOnly(
  { oms }: ConnectorClients,
  { orderNumber, lines, correlation }: OrderChangeMessage,
): Promise<void> {
  const path = `/orders/${encodeURIComponent(orderNumber)}/lines`
  const { status } = await oms('PUT', path, { body: { lines }, accept: [404, 409], ...correlation })
  if (status === 404) throw notThereYet(`the OMS does not know the order ${orderNumber} yet`)
}

async function showShipped(
  { shop }: ConnectorClients,
  { orderNumber, correlation }: OrderChangeMessage,
): Promise<void> {
  const { body } = await shop('POST', '/api/search/order', {
    body: { filter: [{ type: 'equals', field: 'orderNumber', value: orderNumber }] },
    ...correlation,
  })
  const [order] = body.data as { deliveries: { id: string }[] }[]
  const path = `/api/_action/order_delivery/${order?.deliveries[0]?.id}/state/ship`
  // Refused when it is shown already.
  await shop('POST', path, { accept: [400], ...correlation })
}

async function tellCustomer({ notify }: ConnectorClients, change: OrderChangeMessage): Promise<void> {
  const { changeId, orderNumber, email, correlation } = change
  if (email === '') return
  await notify('POST', '/emails', {
    headers: { 'idempotency-key': `return ${changeId}` },
    body: { to: email, subject: `Return of order ${orderNumber}`, text: `We have received what you sent back.` },
    ...correlation,
  })
}
