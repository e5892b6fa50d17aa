import { setTimeout as pause } from 'node:timers/promises'
import type { Schedule, Scheduler } from '../../core/clock.ts'
import type { Message, MessageLog } from '../../core/message-log.ts'
import type { Deliver, Handle } from './deliver.ts'
import { emptyHand, type Hand } from './hand.ts'
import type { Take } from './take.ts'

export interface ConsumerLoopOptions {
  log: MessageLog
  clock: Scheduler
  group: string
  topic: string
  /** The most messages in hand at once; 200 when nothing is said. */
  limit?: number
  /** How many messages the other side takes at this moment; as many as there are when nothing is said. */
  demand?(): Promise<number>
  take: Take
  deliver: Deliver
  handle: Handle
  onFailure(thrown: unknown): void
}

/** Hands messages to a handler as they come: at least once, in order per key. */
export interface ConsumerLoop {
  hand: Hand
  /** Nothing is left to do at this moment: all is committed, or what is left waits for time to pass. */
  isSettled(): Promise<boolean>
  stop(): Promise<void>
}

const usualLimit = 200
const firstRetry = 30_000
const longestRetry = 300_000

/**
 * Starts the loop. Messages whose handling failed are polled again after 30 s of the landscape's time, then after twice
 * as long, up to 5 minutes. Where the other side takes no more, it is asked again after 30 s.
 */
export async function startConsumerLoop(options: ConsumerLoopOptions): Promise<ConsumerLoop> {
  const { log, clock, group, topic, limit = usualLimit, demand, take, deliver, handle, onFailure } = options
  const consumer = await log.join(group, [topic])
  const stopping = new AbortController()
  const hand = emptyHand()
  let waiting: { schedule: Schedule; end(): void } | undefined
  let failures = 0

  const wait = (delay: number): Promise<void> =>
    new Promise((resolve) => {
      const schedule = clock.after(`${group}: try again`, delay, async () => {
        waiting = undefined
        resolve()
      })
      waiting = { schedule, end: resolve }
    })

  /** Hands over as much at a time as the other side takes. */
  const handOver = async (messages: readonly Message[]): Promise<void> => {
    let left = messages
    while (left.length > 0 && !stopping.signal.aborted) {
      hand.hold(left.length)
      const wanted = demand === undefined ? left.length : await demand()
      if (wanted > 0) await deliver(consumer, left.slice(0, wanted), handle)
      else await wait(firstRetry)
      left = left.slice(wanted)
      failures = 0
    }
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await handOver(await take(consumer, limit, stopping.signal))
        hand.hold(0)
      } catch (thrown) {
        if (stopping.signal.aborted) return
        onFailure(thrown)
        await consumer.rewind()
        await wait(Math.min(firstRetry * 2 ** failures++, longestRetry))
      }
    }
  }
  const ended = run()

  return {
    hand,
    isSettled: async () => waiting !== undefined || (await log.lag(group)) === 0,
    async stop() {
      stopping.abort()
      waiting?.schedule.cancel()
      waiting?.end()
      await ended
      await consumer.close()
    },
  }
}

/** Resolves when every loop is settled. */
export async function settleLoops(loops: readonly ConsumerLoop[]): Promise<void> {
  while (!(await Promise.all(loops.map((loop) => loop.isSettled()))).every(Boolean)) await pause(1)
}
