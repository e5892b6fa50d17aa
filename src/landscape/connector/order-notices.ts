import type { ConnectorClients } from './clients.ts'
import type { StatusEvent } from './status-event.ts'

/** What customers are told of by e-mail. */
const subjects: Readonly<Record<string, string>> = {
  shipped: 'is on its way',
  cancelled: 'was cancelled',
}

/** Tells customers what has become of their orders, each of it once. */
export async function sendNotices({ notify }: ConnectorClients, events: readonly StatusEvent[]): Promise<void> {
  for (const { orderNumber, status, email, correlationId } of events) {
    const said = subjects[status]
    if (said === undefined || email === undefined) continue
    await notify('POST', '/emails', {
      headers: { 'idempotency-key': `order ${orderNumber} ${status}` },
      body: { to: email, subject: `Order ${orderNumber} ${said}`, text: `Your order ${orderNumber} ${said}.` },
      ...(correlationId !== undefined && { correlationId }),
    })
  }
}

/** How many e-mails may be handed over now. */
export type AskDemand = (clients: ConnectorClients) => Promise<number>

/** As many as the provider says that it still takes. */
export const askProvider: AskDemand = async ({ notify }) => {
  const { body } = await notify('GET', '/quota')
  return typeof body.remaining === 'number' ? body.remaining : Number.POSITIVE_INFINITY
}
