import type { Schedule, Scheduler } from '../../../core/clock.ts'
import type { Strike } from '../../../core/faults.ts'
import type { MessageLog, NewMessage, Position } from '../../../core/message-log.ts'
import type { Random } from '../../../core/random.ts'
import { unknownPosition } from './faulty-publishing.ts'

interface Batch {
  messages: NewMessage[]
  strike: Strike<'reorder'>
  limit: Schedule
}

export interface Reordering {
  /** Keeps it until so many have come, or for so long; then all are stored in another order. */
  collect(topic: string, message: NewMessage, strike: Strike<'reorder'>): Promise<Position>
  /** Whether one of its key is kept, which it may not overtake. */
  holdsKey(topic: string, message: NewMessage): boolean
  join(topic: string, message: NewMessage): Position
  holds(topic: string): boolean
}

export function reordering(log: MessageLog, clock: Scheduler): Reordering {
  const batches = new Map<string, Batch>()

  const release = async (topic: string): Promise<void> => {
    const batch = batches.get(topic)
    if (batch === undefined) return
    batches.delete(topic)
    batch.limit.cancel()
    const { messages, strike } = batch
    const order = otherOrder(messages, strike.effect.withinKey, strike.random)
    if (order.some((message, index) => message !== messages[index])) {
      strike.fire(`${order.length} messages of ${topic}`)
    }
    await log.publish(topic, order)
  }

  return {
    async collect(topic, message, strike) {
      const { window, within } = strike.effect
      const batch = batches.get(topic) ?? {
        messages: [],
        strike,
        limit: clock.after(`fault: reorder on ${topic}`, within, () => release(topic)),
      }
      batches.set(topic, batch)
      batch.messages.push(message)
      if (batch.messages.length >= window) await release(topic)
      return unknownPosition(topic)
    },
    holdsKey: (topic, { key }) =>
      key !== null && (batches.get(topic)?.messages.some((held) => held.key === key) ?? false),
    join(topic, message) {
      batches.get(topic)?.messages.push(message)
      return unknownPosition(topic)
    },
    holds: (topic) => batches.has(topic),
  }
}

/** Another order than the given one, where there is one: across keys, or within a key, too. */
function otherOrder(messages: readonly NewMessage[], withinKey: boolean, random: Random): NewMessage[] {
  for (let tries = 0; tries < 20; tries++) {
    const order = random.shuffled(messages)
    const kept = withinKey ? order : inOrderPerKey(order, messages)
    if (kept.some((message, index) => message !== messages[index])) return kept
  }
  return [...messages]
}

/** The places of each key stay as they were drawn; its messages take them in the order in which they came. */
function inOrderPerKey(order: readonly NewMessage[], came: readonly NewMessage[]): NewMessage[] {
  const queues = new Map<string | NewMessage, NewMessage[]>()
  for (const message of came)
    queues.set(message.key ?? message, [...(queues.get(message.key ?? message) ?? []), message])
  return order.map((message) => queues.get(message.key ?? message)?.shift() ?? message)
}
