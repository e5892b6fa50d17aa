import { HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import { countField, optionalText, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { routesWith } from '../routes.ts'
import { mailQuota } from './quota.ts'
import { subscriptionRoutes } from './subscriptions.ts'

export interface NotifyOptions {
  clock: Clock
  apiKey: string
}

interface CaughtMessage {
  channel: 'email' | 'sms' | 'chat'
  to: string
  subject: string
  text: string
  correlationId: string | null
  sentAt: string
}

const channels = { emails: 'email', sms: 'sms', chat: 'chat' } as const

/** Catches what would have gone to people: e-mail, SMS and chat. Nothing leaves the machine. */
export function notifyMirror({ clock, apiKey }: NotifyOptions): Mirror {
  const caught: CaughtMessage[] = []
  /** What was sent with these idempotency keys is not sent again. */
  const known = new Set<string>()
  const quota = mailQuota(clock)
  const route = routesWith(ownApiError)
  const authorize = (request: Request): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
  }

  return {
    refuse: ownApiError,
    handlers: [
      ...subscriptionRoutes(route, authorize, Object.values(channels)),
      ...Object.entries(channels).map(([path, channel]) =>
        route('post', `/${path}`, async (call) => {
          authorize(call.request)
          const body = await call.json()
          const key = call.request.headers.get('idempotency-key')
          if (key !== null && known.has(`${path} ${key}`)) return HttpResponse.json({ accepted: true }, { status: 202 })
          const message: CaughtMessage = {
            channel,
            to: textField(body, 'to'),
            subject: optionalText(body, 'subject') ?? '',
            text: textField(body, 'text'),
            correlationId: call.correlationId ?? null,
            sentAt: new Date(clock.now()).toISOString(),
          }
          if (channel === 'email' && !quota.take())
            throw new Refusal(429, 'too-many-requests', 'no more e-mails are taken in this minute')
          if (key !== null) known.add(`${path} ${key}`)
          caught.push(message)
          return HttpResponse.json({ accepted: true }, { status: 202 })
        }),
      ),
      route('get', '/quota', async ({ request }) => {
        authorize(request)
        const { resetsAt, ...state } = quota.state()
        return HttpResponse.json({ ...state, resetsAt: new Date(resetsAt).toISOString() })
      }),
      route('put', '/quota', async (call) => {
        authorize(call.request)
        const body = await call.json()
        quota.limit(body.perMinute === null ? undefined : countField(body, 'perMinute'))
        return HttpResponse.json({ perMinute: body.perMinute ?? null })
      }),
      route('get', '/messages', async ({ request, url }) => {
        authorize(request)
        const wanted = [...url.searchParams].filter(
          ([name]) => name === 'to' || name === 'channel' || name === 'correlationId',
        )
        const items = caught.filter((message) =>
          wanted.every(([name, value]) => message[name as 'to' | 'channel' | 'correlationId'] === value),
        )
        return HttpResponse.json({ items })
      }),
    ],
  }
}
