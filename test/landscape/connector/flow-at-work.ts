import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import { environmentError } from '../../../src/core/error.ts'
import type { Json } from '../../../src/core/json.ts'
import type { Message, MessageLog } from '../../../src/core/message-log.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { faultyMessageLog } from '../../../src/environment/faults/log/faulty-message-log.ts'
import {
  type ConsumerLoop,
  type ConsumerLoopOptions,
  settleLoops,
  startConsumerLoop,
} from '../../../src/landscape/connector/consumer-loop.ts'
import { effectThenCommit } from '../../../src/landscape/connector/deliver.ts'
import { takeUpTo } from '../../../src/landscape/connector/take.ts'
import { type Board, newBoard } from '../../environment/raise.ts'

/** A loop over the topic `work` with two partitions, whose handler notes what it gets. */
export interface FlowAtWork extends AsyncDisposable {
  clock: LandscapeClock
  log: MessageLog
  faults: Board
  loop: ConsumerLoop
  /** What the handler has dealt with, in order. */
  done: Json[]
  failures: unknown[]
  publish(...values: Json[]): Promise<void>
  settle(): Promise<void>
}

export const group = { kind: 'group', name: 'workers' } as const

export const away = (): Error => environmentError({ code: 'system.unreachable', message: 'nobody is there' })

/** The handler is wrapped by whoever needs it to fail. */
export async function flowAtWork(
  options: Partial<ConsumerLoopOptions> & {
    refuse?(message: Message): void
  } = {},
): Promise<FlowAtWork> {
  const faults = newBoard()
  const done: Json[] = []
  const failures: unknown[] = []
  let loop: ConsumerLoop | undefined
  const settle = async (): Promise<void> => settleLoops(loop === undefined ? [] : [loop])
  const clock = landscapeClock({ start: 0, settle, onJob: () => undefined })
  const log = faultyMessageLog(embeddedMessageLog({ clock }), faults.board, clock)
  await log.createTopic('work', { partitions: 2 })
  await log.createTopic('dead-letters', { partitions: 1 })
  const { refuse = () => undefined, ...rest } = options
  loop = await startConsumerLoop({
    log,
    clock,
    group: 'workers',
    topic: 'work',
    take: takeUpTo,
    deliver: effectThenCommit,
    handle: async (messages) => {
      for (const message of messages) {
        refuse(message)
        done.push(message.value)
      }
    },
    onFailure: (thrown) => failures.push(thrown),
    ...rest,
  })
  return {
    clock,
    log,
    faults,
    loop,
    done,
    failures,
    async publish(...values) {
      await log.publish(
        'work',
        values.map((value) => ({ key: 'a', value })),
      )
      await settle()
    },
    settle,
    async [Symbol.asyncDispose]() {
      await loop?.stop()
      await log.close()
    },
  }
}
