import type { Milliseconds } from '../../core/duration.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { Redelivery, TableState } from '../../core/redelivery.ts'
import type { CallRecord } from './call-record.ts'

/** The longest period of a schedule: that of the catalogue. */
const period: Milliseconds = 60 * 60_000

/** What a repeated request may be answered with: it was done already, or cannot be done any more. */
const refusals = Array.from({ length: 100 }, (_, index) => 400 + index)

export interface RedeliveryParts {
  calls: CallRecord
  log: MessageLog
  settle(): Promise<void>
  state(): Promise<TableState[]>
}

/** Repeats the requests first, in the order in which they were answered, then the messages in the order of the log. */
export function redeliveryOf({ calls, log, settle, state }: RedeliveryParts): Redelivery {
  return {
    period,
    state,
    async repeat() {
      const done = calls.end()
      for (const { client, method, path, options } of done) {
        await client(method, path, { ...options, accept: [...(options.accept ?? []), ...refusals] })
        await settle()
      }
      let messages = 0
      for (const { topic } of await log.topics()) {
        const kept = await log.read(topic)
        await log.publish(
          topic,
          kept.map(({ key, value, headers }) => ({ key, value, headers })),
        )
        messages += kept.length
      }
      await settle()
      return { requests: done.length, messages }
    },
  }
}
