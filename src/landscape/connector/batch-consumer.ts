import type { MessageLog } from '../../core/message-log.ts'
import type { Deliver, Handle } from './deliver.ts'
import type { Hand } from './hand.ts'
import type { Take } from './take.ts'

export interface BacklogOptions {
  log: MessageLog
  group: string
  topic: string
  hand: Hand
  take: Take
  deliver: Deliver
  handle: Handle
}

const portion = 200
const patience = 1_000

/** Takes what a group has not committed up to now, portion by portion; each is committed once it has been dealt with. */
export async function consumeBacklog({
  log,
  group,
  topic,
  hand,
  take,
  deliver,
  handle,
}: BacklogOptions): Promise<void> {
  const consumer = await log.join(group, [topic])
  try {
    let left = await log.lag(group)
    while (left > 0) {
      const messages = await take(consumer, portion, AbortSignal.timeout(patience))
      if (messages.length === 0) return
      hand.hold(messages.length)
      await deliver(consumer, messages, handle)
      left -= messages.length
    }
  } finally {
    hand.hold(0)
    await consumer.close()
  }
}
