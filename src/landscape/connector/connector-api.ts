import { HttpResponse } from 'msw'
import { textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
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
}

/** What the connector tells of itself to whoever looks after it. */
export function connectorApi({ apiKey, flows, follow, synchronizations }: ConnectorApiOptions): Mirror {
  const route = routesWith((refusal) =>
    HttpResponse.json({ error: { code: refusal.code, message: refusal.message } }, { status: refusal.status }),
  )
  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      throw new Refusal(401, 'unauthorized', 'a valid bearer key is needed')
  }
  return {
    handlers: [
      route('get', '/health', async (call) => {
        authorize(call)
        return HttpResponse.json({ flows: await flows() })
      }),
      route('post', '/synchronizations', async (call) => {
        authorize(call)
        const known = synchronizations()
        if (known === undefined) throw new Refusal(503, 'unavailable', 'the connector is starting')
        if (!known.start()) throw new Refusal(409, 'running', 'a full synchronization is running')
        return HttpResponse.json(known.state(), { status: 202 })
      }),
      route('get', '/synchronizations', async (call) => {
        authorize(call)
        return HttpResponse.json(synchronizations()?.state() ?? { state: 'none', started: 0 })
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
