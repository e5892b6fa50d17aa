import { setTimeout as pause } from 'node:timers/promises'
import type { Schedule, Scheduler } from '../../core/clock.ts'
import type { Message, MessageLog, Position } from '../../core/message-log.ts'

export interface ConsumerLoopOptions {
  log: MessageLog
  clock: Scheduler
  group: string
  topic: string
  /** Resolves when the effect of all messages is in place; only then are they committed. */
  handle(messages: readonly Message[]): Promise<void>
  onFailure(thrown: unknown): void
}

/** Hands messages to a handler as they come: at least once, in order per key. */
export interface ConsumerLoop {
  /** Nothing is left to do at this moment: all is committed, or a failed message waits for its next try. */
  isSettled(): Promise<boolean>
  stop(): Promise<void>
}

const batchSize = 200
const retryDelay = 30_000

/** Starts the loop. Messages whose handling failed are polled again after 30 s of the landscape's time. */
export async function startConsumerLoop(options: ConsumerLoopOptions): Promise<ConsumerLoop> {
  const { log, clock, group, topic, handle, onFailure } = options
  const consumer = await log.join(group, [topic])
  const stopping = new AbortController()
  let retry: { schedule: Schedule; due: Promise<void> } | undefined

  const waitForRetry = (): Promise<void> => {
    let wake: () => void = () => undefined
    const due = new Promise<void>((resolve) => {
      wake = resolve
    })
    const schedule = clock.after(`${group}: try again`, retryDelay, async () => {
      retry = undefined
      wake()
    })
    stopping.signal.addEventListener('abort', wake, { once: true })
    retry = { schedule, due }
    return due
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const messages = await consumer.poll(batchSize, stopping.signal)
      if (messages.length === 0) continue
      try {
        await handle(messages)
        await consumer.commit(positionsAfter(messages))
      } catch (thrown) {
        if (stopping.signal.aborted) return
        onFailure(thrown)
        await consumer.rewind()
        await waitForRetry()
      }
    }
  }
  const ended = run()

  return {
    isSettled: async () => retry !== undefined || (await log.lag(group)) === 0,
    async stop() {
      stopping.abort()
      retry?.schedule.cancel()
      await ended
      await consumer.close()
    },
  }
}

/** Where a group stands once all of these messages are done. */
export function positionsAfter(messages: readonly Message[]): Position[] {
  const next = new Map<string, Position>()
  for (const { topic, partition, offset } of messages)
    next.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1 })
  return [...next.values()]
}

/** Resolves when every loop is settled. */
export async function settleLoops(loops: readonly ConsumerLoop[]): Promise<void> {
  while (!(await Promise.all(loops.map((loop) => loop.isSettled()))).every(Boolean)) await pause(1)
}
