import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { Behaviour } from '../defects/table.ts'
import { signedLog } from '../signed-log.ts'
import type { BacklogOptions } from './batch-consumer.ts'
import type { ConnectorClients } from './clients.ts'
import type { FlowState } from './connector-api.ts'
import { type ConsumerLoop, startConsumerLoop } from './consumer-loop.ts'
import { continuousFlows, type Flow, followerFlow } from './continuous-flows.ts'
import type { Handle } from './deliver.ts'
import { consumerGroups } from './groups.ts'
import { emptyHand, type Hand } from './hand.ts'
import type { OrderTransport } from './order-transport/transports.ts'
import { deadLetters } from './quarantine.ts'

export interface MessageFlowParts {
  clients: ConnectorClients
  /** The way of orders into the ERP. */
  transport: OrderTransport
  log: MessageLog
  clock: Scheduler
  behaviour: Behaviour
  onFailure(flow: string, thrown: unknown): void
}

/** The flows that begin with a message. */
export interface MessageFlows {
  loops(): readonly ConsumerLoop[]
  /** Where the batch takes its orders from. */
  orderBacklog: BacklogOptions
  /** Lets somebody follow price changes in a chat, from the oldest that is kept. Gives whether he did not before. */
  follow(name: string, to: string): Promise<boolean>
  states(): Promise<readonly FlowState[]>
}

export async function startMessageFlows(parts: MessageFlowParts): Promise<MessageFlows> {
  const { clients, transport, log, clock, behaviour, onFailure } = parts
  const { take, deliver } = behaviour
  const running = new Map<string, { flow: Flow; loop: ConsumerLoop }>()
  const quarantined = (name: string, handle: Handle): Handle =>
    behaviour.quarantine(handle, deadLetters(signedLog(log, 'connector'), name, clock.now))

  const start = async (flow: Flow): Promise<void> => {
    const { name } = flow
    const handle = quarantined(name, flow.handle)
    const options = {
      ...flow,
      log,
      clock,
      take,
      deliver,
      handle,
      onFailure: (thrown: unknown) => onFailure(name, thrown),
    }
    running.set(name, { flow, loop: await startConsumerLoop(options) })
  }
  for (const flow of continuousFlows(clients, behaviour)) await start(flow)

  const orderBacklog: BacklogOptions = {
    log,
    group: consumerGroups.batch,
    topic: 'orders',
    hand: emptyHand(),
    take,
    deliver,
    handle: quarantined('ERP batch', (messages) => behaviour.exportOrders(clients, messages, transport.enter)),
  }
  const state = async ({ name, group, topic }: Omit<Flow, 'handle'>, hand: Hand): Promise<FlowState> => ({
    name,
    topic,
    inHand: hand.now(),
    mostInHand: hand.most(),
    // The batch has no place in the log before it has run for the first time.
    waiting: await log.lag(group).catch(() => 0),
  })
  return {
    loops: () => [...running.values()].map(({ loop }) => loop),
    orderBacklog,
    async follow(name, to) {
      const flow = followerFlow(name, to, clients, behaviour)
      if (running.has(flow.name)) return false
      await start(flow)
      return true
    },
    states: () =>
      Promise.all([
        ...[...running.values()].map(({ flow, loop }) => state(flow, loop.hand)),
        state({ name: 'ERP batch', ...orderBacklog }, orderBacklog.hand),
      ]),
  }
}
