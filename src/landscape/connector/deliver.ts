import type { Consumer, Message, Position } from '../../core/message-log.ts'

/** Resolves when the effect of all messages is in place; trying again changes nothing. */
export type Handle = (messages: readonly Message[]) => Promise<void>

/** Brings about the effect of messages, and acknowledges them. */
export type Deliver = (
  consumer: Pick<Consumer, 'commit'>,
  messages: readonly Message[],
  handle: Handle,
) => Promise<void>

/** The effect comes first: whatever ends in between, the messages come again, and nothing is lost. */
export const effectThenCommit: Deliver = async (consumer, messages, handle) => {
  await handle(messages)
  await consumer.commit(positionsAfter(messages))
}

/** Where a group stands once all of these messages are done. */
export function positionsAfter(messages: readonly Message[]): Position[] {
  const next = new Map<string, Position>()
  for (const { topic, partition, offset } of messages)
    next.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1 })
  return [...next.values()]
}
