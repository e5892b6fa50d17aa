import type { JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'

export interface Notice {
  /** What has happened, for example `stock-drift`: whoever subscribed to it is told. */
  event: string
  /** Names the notice: the same key is sent once to each subscriber. */
  key: string
  subject: string
  text: string
  correlationId?: string
}

const paths: Readonly<Record<string, string>> = { email: '/emails', sms: '/sms', chat: '/chat' }

/** Tells everybody who subscribed to the notice's event, each on the channel of the subscription. */
export async function tellSubscribers({ notify }: ConnectorClients, notice: Notice): Promise<void> {
  const { event, key, subject, text, correlationId } = notice
  const { body } = await notify('GET', `/subscriptions?event=${encodeURIComponent(event)}`)
  for (const { id, channel, to } of body.items as JsonObject[]) {
    await notify('POST', paths[String(channel)] ?? '/emails', {
      headers: { 'idempotency-key': `${event} ${key} ${String(id)}` },
      body: { to, subject, text },
      ...(correlationId !== undefined && { correlationId }),
    })
  }
}
