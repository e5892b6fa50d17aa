import { type HttpHandler, HttpResponse } from 'msw'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

interface Subscription {
  id: string
  event: string
  channel: string
  to: string
}

const mostSubscriptions = 10_000

/** Who wants to be told of what: kept in memory, by event. */
export function subscriptionRoutes(
  route: Route,
  authorize: (request: Request) => void,
  channels: readonly string[],
): HttpHandler[] {
  const subscriptions = new Map<string, Subscription>()
  let last = 0
  const subscribe = async (call: ApiCall): Promise<Subscription> => {
    const body = await call.json()
    const wanted = { event: textField(body, 'event'), channel: textField(body, 'channel'), to: textField(body, 'to') }
    if (!channels.includes(wanted.channel))
      throw new Refusal(400, 'invalid', `channel must be one of: ${channels.join(', ')}`)
    const known = [...subscriptions.values()].find(
      ({ event, channel, to }) => event === wanted.event && channel === wanted.channel && to === wanted.to,
    )
    if (known !== undefined) return known
    if (subscriptions.size >= mostSubscriptions) throw new Refusal(409, 'too-many', 'there are too many subscriptions')
    last += 1
    const added = { id: String(last), ...wanted }
    subscriptions.set(added.id, added)
    return added
  }
  return [
    route('post', '/subscriptions', async (call) => {
      authorize(call.request)
      return HttpResponse.json(await subscribe(call), { status: 201 })
    }),
    route('get', '/subscriptions', async ({ request, url }) => {
      authorize(request)
      const event = url.searchParams.get('event')
      const items = [...subscriptions.values()].filter((one) => event === null || one.event === event)
      return HttpResponse.json({ items })
    }),
    route('delete', '/subscriptions/:id', async ({ request, params }) => {
      authorize(request)
      if (!subscriptions.delete(params.id ?? '')) throw new Refusal(404, 'not-found', 'there is no such subscription')
      return new HttpResponse(null, { status: 204 })
    }),
  ]
}
