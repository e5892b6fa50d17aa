import { HttpResponse } from 'msw'
import { textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { type OrderTransport, transportNames } from './order-transport/transports.ts'
import type { Synchronizations } from './synchronization.ts'

/** What a flow is doing. */
export interface FlowState {
  name: string
  topic: string
  /** Messages taken from the topic and not yet done; the most there ever were. */
  inHand: number
  mostInHand: number
  /** Messages of the topic that are not done, those in hand among them. */
  waiting: number
}

export interface ConnectorApiOptions {
  apiKey: string
  flows(): Promise<readonly FlowState[]>
  /** Lets somebody follow price changes in a chat. Gives whether he did not before. */
  follow(name: string, to: string): Promise<boolean>
  synchronizations(): Synchronizations | undefined
  orderTransport(): OrderTransport | undefined
  /** The exchanges of customers' prices. */
  priceExchanges(): Synchronizations | undefined
}

/** What the connector tells of itself to whoever looks after it. */
export function connectorApi(options: ConnectorApiOptions): Mirror {
  const { apiKey, flows, follow } = options
  const route = routesWith(ownApiError)
  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
  }
  /** Starts one, and tells of it. */
  const onRequest = (path: string, what: string, known: () => Synchronizations | undefined) => [
    route('post', path, async (call) => {
      authorize(call)
      const runs = started(known())
      if (!runs.start()) throw new Refusal(409, 'running', `${what} is running`)
      return HttpResponse.json(runs.state(), { status: 202 })
    }),
    route('get', path, async (call) => {
      authorize(call)
      return HttpResponse.json(known()?.state() ?? { state: 'none', started: 0 })
    }),
  ]
  return {
    refuse: ownApiError,
    handlers: [
      route('get', '/health', async (call) => {
        authorize(call)
        return HttpResponse.json({ flows: await flows() })
      }),
      ...onRequest('/synchronizations', 'a full synchronization', options.synchronizations),
      ...onRequest('/price-exchanges', 'an exchange of prices', options.priceExchanges),
      route('get', '/order-transport', async (call) => {
        authorize(call)
        return HttpResponse.json({ name: started(options.orderTransport()).current() })
      }),
      route('put', '/order-transport', async (call) => {
        authorize(call)
        const wanted = textField(await call.json(), 'name')
        const name = transportNames.find((one) => one === wanted)
        if (name === undefined) throw new Refusal(400, 'invalid', `name must be one of: ${transportNames.join(', ')}`)
        started(options.orderTransport()).use(name)
        return HttpResponse.json({ name })
      }),
      route('put', '/followers/:name', async (call) => {
        authorize(call)
        const { name = '' } = call.params
        if (!/^[\w-]{1,60}$/.test(name))
          throw new Refusal(400, 'invalid', 'a name has up to 60 letters, digits, _ and -')
        const isNew = await follow(name, textField(await call.json(), 'to'))
        return HttpResponse.json({ name }, { status: isNew ? 201 : 200 })
      }),
    ],
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Refusal(503, 'unavailable', 'the connector is starting')
  return part
}
