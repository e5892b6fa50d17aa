import type { Message, MessageLog } from '../../core/message-log.ts'
import { positionsAfter } from './consumer-loop.ts'

const batchSize = 500

/** Takes everything that a group has not committed yet, and commits it once the handler has dealt with it. */
export async function consumeBacklog(
  log: MessageLog,
  group: string,
  topic: string,
  handle: (messages: readonly Message[]) => Promise<void>,
): Promise<void> {
  const consumer = await log.join(group, [topic])
  try {
    const backlog: Message[] = []
    const waiting = await log.lag(group)
    while (backlog.length < waiting) {
      const messages = await consumer.poll(batchSize, AbortSignal.timeout(1_000))
      if (messages.length === 0) break
      backlog.push(...messages)
    }
    await handle(backlog)
    if (backlog.length > 0) await consumer.commit(positionsAfter(backlog))
  } finally {
    await consumer.close()
  }
}
